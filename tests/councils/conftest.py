"""What the tests of the register may use."""

from __future__ import annotations

import pytest

from councils.lookup import Resolver
from tests.register import register_loaded


@pytest.fixture(scope="session")
def resolver() -> Resolver:
    """The committed register in memory, without a database."""
    return Resolver.from_register()


@pytest.fixture
def loaded(db: None) -> None:
    """The committed register in the database."""
    register_loaded()
