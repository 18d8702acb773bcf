from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from campaigns.tests.migrations.scratch import Scratch, scratch_database


@pytest.fixture
def scratch(tmp_path: Path, worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Scratch]:
    """An empty database of the kind that the suite runs on; the suite's own is not touched."""
    with (
        django_db_blocker.unblock(),
        scratch_database(f"dripr_adoption_{worker_id}", str(tmp_path / "legacy.sqlite3")) as database,
    ):
        yield database
