"""Tests of intelligence/."""
