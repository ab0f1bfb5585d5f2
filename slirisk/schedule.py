"""What beat wakes a worker up for, and how often, in seconds. Each may run twice, or be missed."""

from __future__ import annotations

from typing import Any


def beat_schedule(*, demonstration: bool, pulls_every: float) -> dict[str, dict[str, Any]]:
    """By what it is in words. The demonstration looks oftener, as somebody is waiting to see."""
    return {
        "seal the audit record": {"task": "audit.tasks.seal_events", "schedule": 5.0},
        "write to those who were told something": {
            "task": "accounts.tasks.mail_notifications",
            "schedule": 60.0,
        },
        "clear sessions and counts that have run out": {
            "task": "accounts.tasks.clear_expired",
            "schedule": 3600.0,
        },
        "delete drafts that nobody has touched": {"task": "accounts.tasks.clear_drafts", "schedule": 3600.0},
        "note which words stand in notes": {
            "task": "intelligence.tasks.refresh_words",
            "schedule": 60.0 if demonstration else 3600.0,
        },
        "delete what was found in files nobody decided about": {
            "task": "intelligence.tasks.empty_old_intakes",
            "schedule": 24 * 3600.0,
        },
        "tell of notes that nobody has checked for 90 days": {
            "task": "intelligence.tasks.tell_of_reviews",
            "schedule": 24 * 3600.0,
        },
        "write to those who have something due this week": {
            "task": "desk.tasks.mail_digest",
            "schedule": 600.0,
        },
        "tell owners of overdue reviews": {
            "task": "cases.tasks.tell_of_overdue_reviews",
            "schedule": 3600.0,
        },
        "tell the secretariat of reviews overdue before a meeting": {
            "task": "panel.tasks.tell_of_reviews_before_meetings",
            "schedule": 3600.0,
        },
        "remind advisers of paragraphs asked for": {
            "task": "panel.tasks.remind_of_paragraphs",
            "schedule": 3600.0,
        },
        "tell of what government brought over the API": {
            "task": "liaison.tasks.tell_of_received",
            "schedule": 5.0 if demonstration else 15.0,
        },
        "send what waits for webhooks": {
            "task": "liaison.tasks.send_webhooks",
            "schedule": 2.0 if demonstration else 5.0,
            "options": {"expires": 60},
        },
        "make drafts of notes sent by e-mail": {"task": "intelligence.tasks.collect_mail", "schedule": 60.0},
        "show files that wait to the scanner": {
            "task": "intelligence.tasks.scan_held_files",
            "schedule": 60.0,
        },
        "ask which feeds are due": {"task": "intelligence.tasks.schedule_feeds", "schedule": 60.0},
        "ask which publishers are due": {
            "task": "indicators.tasks.schedule_pulls",
            "schedule": pulls_every,
        },
        "look through new figures for those to ask about": {
            "task": "indicators.tasks.schedule_looking",
            "schedule": 5.0 if demonstration else 60.0,
        },
    }
