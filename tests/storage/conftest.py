"""The same store tests on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import KINDS, empty_address, fresh_address, fresh_database


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def database(kind: str, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(kind, tmp_path) as opened:
        yield opened


@pytest.fixture
async def address(kind: str, tmp_path: Path) -> AsyncIterator[str]:
    async with fresh_address(kind, tmp_path) as migrated:
        yield migrated


@pytest.fixture
async def empty(kind: str, tmp_path: Path) -> AsyncIterator[str]:
    async with empty_address(kind, tmp_path) as bare:
        yield bare
