"""Word files that the secretariat brings: read and cleaned in the child, never opened anywhere else."""
