"""What comes in from outside: feeds that are asked, e-mails and lists that are brought."""
