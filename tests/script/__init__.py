"""Tests of script/."""
