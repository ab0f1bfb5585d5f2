"""People: `UserFactory(principal_adviser=True)`."""

from datetime import date

import factory

from accounts.models import Role, RoleHolding, User


class UserFactory(factory.django.DjangoModelFactory):
    """A person with one role, by trait; `role=` for any other."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        principal_adviser = factory.Trait(role=Role.PRINCIPAL_ADVISER)
        senior_adviser = factory.Trait(role=Role.SENIOR_ADVISER)
        secretariat = factory.Trait(role=Role.SECRETARIAT)
        panel_member = factory.Trait(role=Role.PANEL_MEMBER)
        analyst = factory.Trait(role=Role.RESEARCH_ANALYST)
        dclg_liaison = factory.Trait(role=Role.DCLG_LIAISON)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        governance_officer = factory.Trait(role=Role.GOVERNANCE_OFFICER)

    role = None
    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        role = kwargs.pop("role", None)
        user = super()._create(model_class, *args, **kwargs)
        if role:
            RoleHolding.objects.create(user=user, role=role, since_on=date(2012, 4, 1))
        return user
