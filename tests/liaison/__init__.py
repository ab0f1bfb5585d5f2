"""Tests of liaison/."""
