"""Tests of councils/."""
