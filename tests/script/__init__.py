"""What one types to set slirisk up and run it."""
