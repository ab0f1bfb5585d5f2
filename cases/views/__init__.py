"""Pages of concerns: each act has its own address."""
