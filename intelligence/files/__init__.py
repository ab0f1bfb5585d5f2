"""Files that come from outside: what they are by their bytes, cleaned in a child process, scanned."""
