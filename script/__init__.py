"""What one types to set slirisk up, run it, test it and check it."""
