"""Publishers' files: fetched, parsed in a child process, ingested; each step apart from the next."""
