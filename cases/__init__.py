"""Where soft and hard meet: concerns, their stages, discussions, conclusions and support."""
