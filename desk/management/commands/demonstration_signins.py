"""manage.py demonstration_signins: whom one may sign in as, for script/server to print."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from desk.demonstration.people import PASSWORD
from desk.demonstration.sharing import TOKEN


class Command(BaseCommand):
    help = "Print the demonstration's sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        people = User.objects.filter(is_demonstration=True).order_by("pk")
        if not people:
            self.stdout.write("The demonstration is not loaded. Load it with: manage.py load_demonstration")
            return
        width = max(len(person.email) for person in people)
        for person in people:
            self.stdout.write(f"  {person.email:<{width}}  {person.name}, {person.position}")
        self.stdout.write(f"  Password for each: {PASSWORD}")
        self.stdout.write(f"  Government's token for /api/v1/: {TOKEN}")
