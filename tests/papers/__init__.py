"""Tests of papers/."""
