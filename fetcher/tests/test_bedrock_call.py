"""One call of the Converse API: what goes out, what comes back, and what each way of failing means."""

import threading
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import CredentialRetrievalError
from django.conf import LazySettings

from dripr import aws
from fetcher.faults import PassingFault, PermanentFault
from fetcher.tests.converse_server import MODEL_ID, ConverseServer, Reply, blocks_reply, error_reply, text_reply
from fetcher.writers.bedrock_call import Usage, converse
from fetcher.writers.bedrock_faults import ModelFailed, ModelNotReady, fault
from fetcher.writers.deadline import MOST_AT_ONCE

SYSTEM = "You write one paragraph."
TURNS = [("user", "The median is $1,040,000.")]


def ask() -> Any:
    return converse(SYSTEM, TURNS, "intro-1")


def test_request_holds_prompt_limits_and_model(bedrock: ConverseServer) -> None:
    bedrock.says("A text.")
    ask()
    request = bedrock.requests[0]
    assert (request.model_id, request.system, request.turns) == (MODEL_ID, [{"text": SYSTEM}], TURNS)
    assert request.body["inferenceConfig"] == {"maxTokens": 700, "temperature": 0.5}
    assert request.body["requestMetadata"] == {"dripr-prompt": "intro-1"}


def test_answer_is_the_text_of_all_its_blocks_with_usage(bedrock: ConverseServer) -> None:
    usage = {
        "inputTokens": 9,
        "outputTokens": 7,
        "totalTokens": 16,
        "cacheReadInputTokens": 5,
        "cacheWriteInputTokens": 3,
    }
    thoughts = {"reasoningContent": {"reasoningText": {"text": "The user wants a text."}}}
    bedrock.answers(blocks_reply([thoughts, {"text": "One. "}, {"text": "Two.\r\n\r\nThree. \x00"}], usage=usage))
    answer = ask()
    assert (answer.text, answer.stop_reason, answer.latency_ms) == ("One. Two.\n\nThree.", "end_turn", 1830)
    assert answer.usage == Usage(9, 7, 5, 3)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("ThrottlingException", 429, PassingFault),
        ("ModelNotReadyException", 429, ModelNotReady),
        ("ServiceUnavailableException", 503, PassingFault),
        ("InternalServerException", 500, PassingFault),
        ("ModelTimeoutException", 408, ModelFailed),
        ("ModelErrorException", 424, ModelFailed),
        ("SomethingNewException", 502, PassingFault),
        ("SomethingNewException", 408, PassingFault),
        ("Throttling", 400, PassingFault),
        ("RequestTimeout", 400, PassingFault),
        ("SlowDown", 400, PassingFault),
        ("ValidationException", 400, PermanentFault),
        ("AccessDeniedException", 403, PermanentFault),
        ("ResourceNotFoundException", 404, PermanentFault),
        ("ExpiredTokenException", 403, PermanentFault),
        ("UnrecognizedClientException", 403, PermanentFault),
        ("SomethingNewException", 409, PermanentFault),
    ],
)
def test_each_error_of_the_service_has_its_kind(bedrock: ConverseServer, code: str, status: int, kind: type) -> None:
    bedrock.fails(code, status, "Secret words of the service.")
    with pytest.raises((PassingFault, PermanentFault)) as raised:
        ask()
    assert type(raised.value) is kind
    assert "Secret words" not in str(raised.value)


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        (
            "ValidationException",
            "… with on-demand throughput isn't supported",
            "inference profile: set BEDROCK_MODEL_ID",
        ),
        ("ValidationException", "maxTokens is too large", "check BEDROCK_MODEL_ID, BEDROCK_MAX_TOKENS"),
        ("ValidationException", "`temperature` is deprecated for this model", "to leave it out, to none"),
        ("AccessDeniedException", "", "allow bedrock:InvokeModel"),
        ("ResourceNotFoundException", "", "check BEDROCK_MODEL_ID, BEDROCK_REGION"),
        ("ExpiredTokenException", "", "check the AWS variables or the machine's role"),
    ],
)
def test_what_a_person_has_to_mend_says_how(bedrock: ConverseServer, code: str, message: str, words: str) -> None:
    bedrock.fails(code, 400, message)
    with pytest.raises(PermanentFault, match=words):
        ask()


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry_After": "7"}, 7.0), ({"x_amz_retry_after": "1500"}, 1.5), ({}, None)]
)
def test_time_that_the_service_asks_for_is_kept(
    bedrock: ConverseServer, headers: dict[str, str], seconds: float | None
) -> None:
    bedrock.answers(error_reply("ModelTimeoutException", 408, "", **headers))
    with pytest.raises(PassingFault) as raised:
        ask()
    assert raised.value.retry_after == seconds


def test_throttled_call_is_tried_once_more_at_once(bedrock: ConverseServer) -> None:
    bedrock.answers(error_reply("ThrottlingException", 429), text_reply("A text."))
    assert ask().text == "A text."
    assert len(bedrock.requests) == 2


def test_missing_credentials_are_for_a_person(bedrock: ConverseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    aws.forget_clients()
    with pytest.raises(PermanentFault, match="credentials and a region"):
        ask()


ROLE = {"AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/writer", "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token"}
PROCESS = "[profile default]\ncredential_process = false\n"
SSO = """[profile default]
sso_start_url = https://sso.example
sso_region = us-west-2
sso_account_id = 1
sso_role_name = writer
"""


@pytest.mark.parametrize(
    ("region", "variables", "config", "words"),
    [
        ("us west 2", {}, "", "set BEDROCK_REGION, such as us-west-2"),
        ("", {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "nowhere"}, "", "an endpoint that is no URL"),
        ("", {"AWS_PROFILE": "unheard-of"}, "", "credentials and a region"),
        ("", ROLE, "", "Check AWS_WEB_IDENTITY_TOKEN_FILE"),
        ("", {}, PROCESS, r"credentials and a region \(CredentialRetrievalError\)"),
        ("", {}, SSO, r"credentials and a region \(SSOTokenLoadError\)"),
    ],
    ids=["region", "endpoint", "profile", "token-file", "process", "sso"],
)
def test_what_is_not_set_up_is_for_a_person(
    bedrock: ConverseServer,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    region: str,
    variables: dict[str, str],
    config: str,
    words: str,
) -> None:
    bedrock.says("A text.")
    if config or variables.keys() & ROLE.keys():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings.BEDROCK_REGION = region
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    aws.forget_clients()
    with pytest.raises(PermanentFault, match=words):
        ask()


@pytest.mark.parametrize(("provider", "kind"), [("container-role", PassingFault), ("custom-process", PermanentFault)])
def test_agent_of_a_container_may_be_away_for_a_moment(provider: str, kind: type) -> None:
    assert type(fault(CredentialRetrievalError(provider=provider, error_msg=""))) is kind


def test_temperature_is_left_out_where_there_is_none(bedrock: ConverseServer, settings: LazySettings) -> None:
    bedrock.says("A text.")
    settings.BEDROCK_TEMPERATURE = None
    ask()
    assert bedrock.requests[0].body["inferenceConfig"] == {"maxTokens": 700}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"<!doctype html><title>Sorry</title>",
        b"[]",
        b"{}",
        b'{"output": {}}',
        b'{"output": {"message": {}}}',
    ],
)
def test_broken_body_under_200_is_an_answer_without_a_text(bedrock: ConverseServer, body: bytes) -> None:
    bedrock.answers(Reply(body))
    try:
        text = ask().text
    except PassingFault:
        text = ""
    assert text == ""


@pytest.mark.parametrize("body", [b'{"usage": {"inputTokens": 1e400}}', b'{"output": ' + b"[" * 100_000])
def test_body_that_no_reader_can_hold_is_a_passing_fault(bedrock: ConverseServer, body: bytes) -> None:
    bedrock.answers(Reply(body))
    with pytest.raises(PassingFault, match="not of the form"):
        ask()


def test_answer_that_is_cut_off_passes_or_has_no_text(bedrock: ConverseServer) -> None:
    whole = text_reply("A text.")
    bedrock.answers(Reply(whole.body, is_cut=True))
    try:
        text = ask().text
    except PassingFault:
        text = ""
    assert text == ""


def test_server_that_is_not_there_is_a_passing_fault(bedrock: ConverseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://127.0.0.1:9")
    aws.forget_clients()
    with pytest.raises(PassingFault, match=r"cannot be reached at 127\.0\.0\.1:9 or"):
        ask()


def test_silence_ends_by_the_time_out(bedrock: ConverseServer, settings: LazySettings) -> None:
    settings.BEDROCK_TIMEOUT_SECONDS = Decimal("0.4")
    released = threading.Event()
    bedrock.answers(Reply(text_reply("Late.").body, waits_for=released))
    began = time.monotonic()
    with pytest.raises(PassingFault, match=r"did not answer within 0\.4 seconds"):
        ask()
    released.set()
    assert time.monotonic() - began < 2


def test_answer_that_drips_ends_by_the_time_out_and_is_asked_for_no_more(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_TIMEOUT_SECONDS = Decimal("0.4")
    bedrock.answers(Reply(text_reply("A long text. " * 3).body, drip_seconds=0.005))
    with pytest.raises(PassingFault, match="did not answer within"):
        ask()
    left = [thread for thread in threading.enumerate() if thread.name == "by_deadline"]
    for thread in left:
        thread.join(10)
    assert (len(left), len(bedrock.requests)) == (1, 1)


def test_answers_that_drip_without_an_end_free_their_threads_for_the_next_call(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_TIMEOUT_SECONDS = Decimal("0.5")
    bedrock.answers(Reply(text_reply("A text. " * 10_000).body, drip_seconds=0.02))
    faults: list[str] = []

    def drip() -> None:
        try:
            ask()
        except PassingFault as fault:
            faults.append(str(fault))

    callers = [threading.Thread(target=drip) for _ in range(MOST_AT_ONCE)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    bedrock.says("A text.")
    assert ask().text == "A text."
    assert faults == ["Bedrock did not answer within 0.5 seconds."] * MOST_AT_ONCE


def test_cache_mark_follows_a_prefix_that_is_long_enough(bedrock: ConverseServer, settings: LazySettings) -> None:
    bedrock.says("A text.")
    settings.BEDROCK_CACHE_MINIMUM_TOKENS = {MODEL_ID: Decimal(7)}
    ask()
    converse(SYSTEM * 2, TURNS, "intro-1")
    settings.BEDROCK_CACHE_MINIMUM_TOKENS = {"another model": Decimal(1)}
    converse(SYSTEM * 2, TURNS, "intro-1")
    marks = [{"cachePoint": {"type": "default"}} in request.system for request in bedrock.requests]
    assert marks == [False, True, False]
