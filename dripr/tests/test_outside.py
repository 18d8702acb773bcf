from pathlib import Path

import pytest
from django.conf import settings

from dripr.outside import settings_in_force

SECRETS = {
    "SECRET_KEY": "the-key-of-all-keys",
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "the-other-key",
    "AWS_SESSION_TOKEN": "the-token",
    "RENTCAST_API_KEY": "the-key-that-costs-money",
    "FRED_API_KEY": "the-key-in-the-url",
    "EMAIL_SENDER_ADDRESS": "report@mail.dripr.example",
}


def test_secrets_are_only_said_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    assert {name: settings_in_force()[name] for name in SECRETS} == dict.fromkeys(SECRETS, "(set)")


def test_password_in_the_databases_url_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    database = {"ENGINE": "django.db.backends.mysql", "HOST": "db.example", "PORT": "", "NAME": "dripr"}
    monkeypatch.setitem(settings.DATABASES, "default", database | {"USER": "dripr", "PASSWORD": "p#/@:?"})
    monkeypatch.setenv("DATABASE_URL", "mysql://dripr:p#/@:?@db.example/dripr")
    assert settings_in_force()["DATABASE_URL"] == "mysql://db.example:3306/dripr"


def test_user_and_query_in_a_url_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", "https://user:secret@sqs.example:4566/?token=secret")
    assert settings_in_force()["AWS_ENDPOINT_URL_SQS"] == "https://(hidden)@sqs.example:4566/"


def test_environment_wins_over_the_file_and_what_is_empty_is_shown_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRITER", "bedrock")
    monkeypatch.setenv("SES_CONFIGURATION_SET", "")
    monkeypatch.setenv("FRED_API_KEY", "")
    shown = settings_in_force()
    assert [shown[name] for name in ("WRITER", "SES_CONFIGURATION_SET", "FRED_API_KEY")] == [
        "bedrock",
        "(not set)",
        "(not set)",
    ]


def test_default_is_shown_where_neither_file_nor_environment_names_a_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "old.env").write_text("WRITER=offline\n")
    monkeypatch.setattr(settings, "DRIPR_ENV_FILE", tmp_path / "old.env")
    for name in ("SQS_VISIBILITY_SECONDS", "RENTCAST_BASE_URL", "PROPERTY_FRESH_DAYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(settings, "RENTCAST_BASE_URL", "https://api.rentcast.io/v1")
    shown = settings_in_force()
    assert shown["SQS_VISIBILITY_SECONDS"] == str(settings.SQS_VISIBILITY_SECONDS)
    assert shown["RENTCAST_BASE_URL"] == "https://api.rentcast.io/v1"
    assert shown["PROPERTY_FRESH_DAYS"] == "(not set)"
