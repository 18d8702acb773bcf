from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dripr.local.moto_server import MotoServer
from dripr.tests.chaos.cloud import Cloud, ended_with
from dripr.tests.fixtures import (
    aws_in_process,
    django_db_modify_db_settings,
    moto_server,
    nothing_remembered,
    provisioned,
    pytest_collection_modifyitems,
    quick_passwords,
)
from fetcher.tests.converse_server import bedrock, bedrock_of_module
from fetcher.tests.http_server import http_server, http_server_of_module

__all__ = [
    "aws_in_process",
    "bedrock",
    "bedrock_of_module",
    "django_db_modify_db_settings",
    "http_server",
    "http_server_of_module",
    "moto_server",
    "nothing_remembered",
    "provisioned",
    "pytest_collection_modifyitems",
    "quick_passwords",
]


@pytest.fixture
def cloud(
    moto_server: MotoServer, provisioned: Mapping[str, str], tmp_path: Path, transactional_db: None
) -> Iterator[Cloud]:
    """A moto server as it was provisioned, its sender verified, for this process and for those that are started."""
    # Whoever ends a consumer waits for its long poll.
    environment = {**provisioned, "SQS_LONG_POLL_SECONDS": "1", "LOG_LEVEL": "INFO", "LOG_FORMAT": "text"}
    with ended_with(Cloud(moto_server, tmp_path, environment)) as cloud:
        yield cloud
