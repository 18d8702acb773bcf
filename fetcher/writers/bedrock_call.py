"""One call of the Converse API: a conversation in, the model's answer with its usage out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError
from botocore.parsers import ResponseParserError
from django.conf import settings

from dripr import aws
from fetcher.faults import PassingFault, PermanentFault
from fetcher.writers.bedrock_faults import fault, unreadable_file
from fetcher.writers.deadline import HOOKS, POOLS, Sends, TooLate, by_deadline

CACHE_POINT = {"cachePoint": {"type": "default"}}
CHARACTERS_A_TOKEN = 4
"""English prose has a few more; a mark that is sent in vain is ignored."""
MOST_CHARACTERS = 20_000
MOST_TOKENS = 10_000_000
"""More than any model takes at once: what an answer says to have used beyond that is no count."""
UNREADABLE = (
    ResponseParserError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What botocore raises for a body of another form, depending on where it trips over it."""
UNREADABLE_FILE = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)
"""What a file of credentials raises; errors of a connection come as botocore's own."""
MOST_SENDS = 2
"""Of one call: boto3 itself repeats what was throttled, or broke off."""
FINISHED = frozenset({"end_turn", "stop_sequence"})


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer; `input_tokens` are those that were neither read from a cache nor written to one."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0

    @property
    def is_told(self) -> bool:
        """Whether the answer said what it used."""
        return any((self.input_tokens, self.output_tokens, self.cache_read_tokens, self.cache_write_tokens))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said; `text` is empty where it said nothing."""

    text: str
    stop_reason: str
    usage: Usage
    latency_ms: int

    @property
    def is_finished(self) -> bool:
        """Whether the model came to its own end; anything else is no text to send."""
        return self.stop_reason in FINISHED


def converse(
    system: str,
    turns: Sequence[tuple[str, str]],
    prompt_version: str,
    sends: Sends | None = None,
    most_tokens: int | None = None,
) -> Answer:
    """Ask the model; `turns` are (role, text), the user's first. Raises PassingFault or PermanentFault.

    The time-out is for all sends together, which are counted on `sends`. `most_tokens` of the answer are by the
    settings where none are given. Outside of any transaction.
    """
    seconds = float(settings.BEDROCK_TIMEOUT_SECONDS)
    request = _request(system, turns, prompt_version, most_tokens or int(settings.BEDROCK_MAX_TOKENS))
    client = _client(seconds)
    try:
        return _answer(by_deadline(seconds, lambda: client.converse(**request), sends or Sends()))
    except (TooLate, ReadTimeoutError):
        raise PassingFault(f"Bedrock did not answer within {seconds:g} seconds.") from None
    except (ClientError, BotoCoreError) as error:
        raise fault(error, urlsplit(client.meta.endpoint_url).netloc.rpartition("@")[2]) from None
    except UNREADABLE_FILE as error:
        raise unreadable_file(error) from None
    except UNREADABLE:
        raise PassingFault("Bedrock's answer is not of the form that it should be.") from None


def _client(seconds: float) -> Any:
    """Made at the first call, by what the environment says; what is wrong there is for a person to mend."""
    try:
        return aws.models_client(settings.BEDROCK_REGION, seconds, MOST_SENDS, HOOKS, POOLS)
    except BotoCoreError as error:
        raise fault(error) from None
    except ValueError:
        raise PermanentFault(
            "Bedrock cannot be asked at an endpoint that is no URL: check AWS_ENDPOINT_URL_BEDROCK_RUNTIME and "
            "AWS_ENDPOINT_URL."
        ) from None


def _request(system: str, turns: Sequence[tuple[str, str]], prompt_version: str, most_tokens: int) -> dict[str, Any]:
    temperature = settings.BEDROCK_TEMPERATURE
    warmth = {} if temperature is None else {"temperature": float(temperature)}
    return {
        "modelId": settings.BEDROCK_MODEL_ID,
        "system": [{"text": system}, *([CACHE_POINT] if _is_worth_caching(system) else [])],
        "messages": [{"role": role, "content": [{"text": text}]} for role, text in turns],
        "inferenceConfig": {"maxTokens": most_tokens, **warmth},
        "requestMetadata": {"dripr-prompt": prompt_version},
    }


def _is_worth_caching(prefix: str) -> bool:
    """Whether the settings know the model's minimum, and the prefix reaches it."""
    least = settings.BEDROCK_CACHE_MINIMUM_TOKENS.get(settings.BEDROCK_MODEL_ID)
    return least is not None and Decimal(len(prefix)) / CHARACTERS_A_TOKEN >= least


def _answer(response: Mapping[str, Any]) -> Answer:
    """Any part may be missing or of another type: a broken body under HTTP 200 raises nothing in boto3."""
    message = _object(_object(response.get("output")).get("message"))
    content = message.get("content")
    blocks = [_object(block).get("text") for block in content] if isinstance(content, list) else []
    text = "".join(block for block in blocks if isinstance(block, str))
    usage = _object(response.get("usage"))
    return Answer(
        _plain(text),
        str(response.get("stopReason", ""))[:40],
        Usage(
            _count(usage.get("inputTokens")),
            _count(usage.get("outputTokens")),
            _count(usage.get("cacheReadInputTokens")),
            _count(usage.get("cacheWriteInputTokens")),
        ),
        _count(_object(response.get("metrics")).get("latencyMs")),
    )


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int:
    return min(max(value, 0), MOST_TOKENS) if isinstance(value, int) else 0


def _plain(text: str) -> str:
    """Without what no database takes, with one kind of line end and no blanks at the ends of lines."""
    storable = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    return "\n".join(line.rstrip() for line in storable.splitlines()).strip()[:MOST_CHARACTERS]
