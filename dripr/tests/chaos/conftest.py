import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from dripr import aws
from dripr.local.moto_server import MotoServer
from dripr.tests.chaos.cloud import Cloud, ended_with
from dripr.tests.fixtures import aws_in_process, moto_server
from fetcher.provisioning import provision
from fetcher.queues import QUEUES

__all__ = ["aws_in_process", "moto_server"]


@pytest.fixture
def cloud(
    moto_server: MotoServer,
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
    tmp_path: Path,
    transactional_db: None,
) -> Iterator[Cloud]:
    """An empty moto server, provisioned, its sender verified, for this process and for those that are started."""
    reset = urllib.request.Request(f"{moto_server.url}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset, timeout=10).close()
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.url)
    aws.forget_clients()
    variables = provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), "chaos")
    settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN = variables["SNS_CAMPAIGN_EVENTS_TOPIC_ARN"]
    settings.SQS_QUEUE_URLS = {name: variables[queue.variable] for name, queue in QUEUES.items()}
    aws.client("sesv2").create_email_identity(EmailIdentity=settings.EMAIL_SENDER_ADDRESS.partition("@")[2])
    environment = variables | {"AWS_ENDPOINT_URL": moto_server.url, "LOG_LEVEL": "INFO", "LOG_FORMAT": "text"}
    with ended_with(Cloud(moto_server, tmp_path, environment)) as cloud:
        yield cloud
    aws.forget_clients()
