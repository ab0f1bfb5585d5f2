"""Addresses of intelligence."""

from django.urls import path

from intelligence.views import acts, bringing, capture, feeds, files, inbox, notes, speaking, verifying

app_name = "intelligence"

urlpatterns = [
    path("capture", capture.capture, name="capture"),
    path("capture/reading", capture.read_box, name="read"),
    path("councils/<str:code>/spoken", speaking.spoke, name="spoke"),
    path("councils/<str:code>/spoken/take-back", speaking.did_not_speak, name="did-not-speak"),
    path("intelligence", notes.note_list, name="notes"),
    path("intelligence/import", bringing.bring, name="bring"),
    path("intelligence/import/<int:pk>", bringing.intake, name="intake"),
    path("intelligence/import/<int:pk>/put-away", bringing.put_away, name="put-away"),
    path("intelligence/<int:pk>", notes.note, name="note"),
    path("intelligence/verification/<int:pk>", verifying.verification, name="verification"),
    path("intelligence/verification/<int:pk>/take-back", verifying.take_back, name="take_back_verification"),
    path("intelligence/<int:pk>/ask", verifying.ask, name="ask"),
    path("intelligence/<int:pk>/outcome", verifying.outcome, name="outcome"),
    path("intelligence/<int:pk>/edit", acts.edit, name="edit"),
    path("intelligence/<int:pk>/check", acts.check, name="check"),
    path("intelligence/<int:pk>/open", acts.open_to, name="open"),
    path("intelligence/<int:pk>/follow-up", acts.follow_up, name="follow-up"),
    path("intelligence/<int:pk>/withdraw", acts.withdraw, name="withdraw"),
    path("intelligence/<int:pk>/attach", files.attach, name="attach"),
    path("intelligence/<int:pk>/files/<int:number>", files.fetch, name="file"),
    path("intelligence/<int:pk>/files/<int:number>/take-away", files.take_away, name="take-away"),
    path("intelligence/<int:pk>/source", acts.source, name="source"),
    path("intelligence/<int:pk>/deputy", acts.deputy, name="deputy"),
    path("intelligence/inbox", inbox.inbox, name="inbox"),
    path("intelligence/inbox/bring", inbox.bring, name="inbox-bring"),
    path("intelligence/inbox/dismiss", inbox.dismiss_many, name="inbox-dismiss-many"),
    path("intelligence/inbox/<int:pk>", inbox.story, name="inbox-story"),
    path("intelligence/inbox/<int:pk>/note", inbox.note, name="inbox-note"),
    path("intelligence/inbox/<int:pk>/attach", inbox.attach, name="inbox-attach"),
    path("intelligence/inbox/<int:pk>/dismiss", inbox.dismiss, name="inbox-dismiss"),
    path("intelligence/inbox/<int:pk>/snooze", inbox.snooze, name="inbox-snooze"),
    path("intelligence/inbox/<int:pk>/undo", inbox.undo, name="inbox-undo"),
    path("intelligence/feeds", feeds.feed_list, name="feeds"),
    path("intelligence/feeds/new", feeds.add, name="feed-new"),
    path("intelligence/feeds/<int:pk>", feeds.feed, name="feed"),
    path("intelligence/feeds/<int:pk>/switch", feeds.switch, name="feed-switch"),
    path("intelligence/feeds/<int:pk>/ask", feeds.ask_now, name="feed-ask"),
]
