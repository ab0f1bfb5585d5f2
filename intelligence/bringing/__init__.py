"""What advisers have today, brought in: notes, people, meetings, and what was not read."""
