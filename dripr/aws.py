"""Makes every boto3 client: time-outs and retries in one place, endpoint and credentials from boto3's own variables.

Clients are thread-safe and made once a process; but for those that send mail, of which each thread has its own, with
the parameters in settings.ANYMAIL.
"""

import functools
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

import boto3
from botocore.config import Config
from botocore.exceptions import ConfigParseError, NoRegionError, ProfileNotFound
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

LONG_POLL_SECONDS = 20
SNS_READ_SECONDS = 5.0
"""How long one answer of SNS is waited for. With the one retry a pass of the poller is held up 15 s at most."""
_making = threading.Lock()
"""Sessions, of which clients are made, are not thread-safe."""


@overload
def client(service: Literal["sns"]) -> "SNSClient": ...
@overload
def client(service: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(service: Literal["sesv2"]) -> "SESV2Client": ...
@overload
def client(service: Literal["cloudwatch"]) -> Any: ...
def client(service: str) -> Any:
    """This process's client for a service; raises ImproperlyConfigured where the environment allows none."""
    return _client(service)


@functools.cache
def _client(service: str) -> Any:
    is_sns = service == "sns"
    config = Config(
        connect_timeout=2 if is_sns else 5,
        read_timeout=SNS_READ_SECONDS if is_sns else LONG_POLL_SECONDS + 10,
        max_pool_connections=50,
        retries={"mode": "standard", "total_max_attempts": 2 if is_sns else 3},
        parameter_validation=service != "sqs",
        user_agent="dripr",
    )
    if service == "cloudwatch":  # figures for people, who go on without them
        config = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 1})
    with _making:
        try:
            return boto3.client(service, config=config)  # type: ignore[call-overload]
        except NoRegionError as error:
            raise ImproperlyConfigured("AWS_DEFAULT_REGION is not set: no region, no service.") from error
        except ProfileNotFound as error:
            raise ImproperlyConfigured(f"AWS_PROFILE: {error}.") from error
        except ConfigParseError as error:
            raise ImproperlyConfigured(f"AWS_CONFIG_FILE: {error}.") from error
        except ValueError as error:
            raise ImproperlyConfigured(f"AWS_ENDPOINT_URL, or that of {service}: {error}.") from error


@functools.cache
def models_client(
    region: str,
    read_seconds: float,
    most_sends: int,
    hooks: tuple[tuple[str, Callable[..., None]], ...],
    pools: tuple[tuple[str, type], ...],
) -> Any:
    """This process's client for Bedrock's models; an empty region is boto3's own choice.

    `hooks` are called at botocore's events of these names, in the call's thread; what one raises ahead of a send ends
    the call. `pools` are the connections by scheme: botocore has no public place for them, and a test with an answer
    that drips keeps watch.
    """
    config = Config(
        connect_timeout=5,
        read_timeout=read_seconds,
        max_pool_connections=50,
        retries={"mode": "standard", "total_max_attempts": most_sends},
        user_agent="dripr",
    )
    with _making:
        found: Any = boto3.client("bedrock-runtime", region_name=region or None, config=config)
    for event, hook in hooks:
        found.meta.events.register(f"{event}.bedrock-runtime", hook)
    found._endpoint.http_session._pool_classes_by_scheme.update(pools)
    return found


def mail_client(parameters: Mapping[str, Any]) -> "SESV2Client":
    """A new client; made of the session that the process has, it takes 3 ms in place of 60."""
    with _making:
        client: SESV2Client = boto3.client("sesv2", **parameters)
    return client


def forget_clients() -> None:
    """Make clients anew at the next call: after the endpoint or the credentials changed."""
    _client.cache_clear()
    models_client.cache_clear()
