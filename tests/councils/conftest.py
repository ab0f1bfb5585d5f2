"""What the tests of the register may use."""

from __future__ import annotations

import pytest

from councils.ingest import load_register
from councils.lookup import Resolver
from councils.register import read_register


@pytest.fixture(scope="session")
def resolver() -> Resolver:
    """The committed register in memory, without a database."""
    return Resolver.from_register()


@pytest.fixture
def loaded(db: None) -> None:
    """The committed register in the database."""
    load_register(read_register())
