import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ROOT: Path = settings.BASE_DIR
PRODUCTION = {
    "DRIPR_ENV_FILE": "prod.env",
    "SECRET_KEY": "a-key-that-is-long-enough-for-the-checks-of-a-deployment-1234567890",
    "DATABASE_URL": "sqlite:///.run/unused.sqlite3",
    "ALLOWED_HOSTS": "dripr.example",
    "SITE_URL": "https://dripr.example",
    "EMAIL_SENDER_ADDRESS": "home-report@mail.dripr.example",
}


def keys(name: str) -> list[str]:
    lines = (ROOT / name).read_text().splitlines()
    return [line.partition("=")[0] for line in lines if line and not line.startswith("#")]


def manage(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=inherited | variables, capture_output=True, text=True, timeout=60, check=False
    )


def show(setting: str, **variables: str) -> str:
    code = f"from django.conf import settings; print(settings.{setting})"
    return manage("shell", "--no-imports", "-c", code, **variables).stdout.strip()


def test_env_files_hold_the_same_keys_in_the_same_order() -> None:
    assert keys("local-dev.env") == keys("prod.env")


def test_local_development_is_the_default() -> None:
    assert show("DRIPR_ENVIRONMENT") == "local"


def test_real_environment_wins_over_the_file() -> None:
    assert show("SITE_URL", SITE_URL="http://elsewhere.example") == "http://elsewhere.example"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_SENDER_ADDRESS"])
def test_production_refuses_to_start_without_its_secrets_and_says_which(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("run_transitions", "--once", **given)
    assert (done.returncode, done.stderr) == (1, f"dripr: production needs {missing}: set them in the environment.\n")


def test_production_settings_pass_djangos_deployment_checks() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


def test_unknown_env_file_is_one_clear_line() -> None:
    done = manage("check", DRIPR_ENV_FILE="nowhere.env")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "nowhere.env" in done.stderr


def test_unknown_kind_of_database_is_one_clear_line() -> None:
    done = manage("check", DATABASE_URL="postgres://localhost/dripr")
    assert (done.returncode, done.stderr) == (
        1,
        "dripr: DATABASE_URL: dripr runs on sqlite:/// and mysql://, not on postgresql.\n",
    )


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (
            "DRIPR_ENVIRONMENT",
            "DRIPR_ENVIRONMENT is 'loud!'; queues are named after it: up to 40 letters, digits, - and _.",
        ),
        ("LOG_FORMAT", "LOG_FORMAT is 'loud'; it must be text or json."),
        ("LOG_LEVEL", "LOG_LEVEL is 'LOUD'; it must be DEBUG, INFO, WARNING, ERROR or CRITICAL."),
        ("BEDROCK_TEMPERATURE", "BEDROCK_TEMPERATURE is 'loud'; it must be a number."),
        ("BEDROCK_PRICES", "BEDROCK_PRICES must be a JSON object by model; docs/operations.md shows one."),
    ],
)
def test_value_that_cannot_be_is_one_clear_line(variable: str, words: str) -> None:
    done = manage("check", **{variable: "loud!" if variable == "DRIPR_ENVIRONMENT" else "loud"})
    assert (done.returncode, done.stderr) == (1, f"dripr: {words}\n")


def test_prices_are_exact() -> None:
    prices = '{"us.amazon.nova-2-lite-v1:0": {"input": 0.3, "output": 2}}'
    shown = show("BEDROCK_PRICES", BEDROCK_PRICES=prices)
    assert shown == "{'us.amazon.nova-2-lite-v1:0': {'input': Decimal('0.3'), 'output': Decimal('2')}}"


def test_temperature_can_be_left_out() -> None:
    assert show("BEDROCK_TEMPERATURE", BEDROCK_TEMPERATURE="none") == "None"


WHOLE_NUMBERS = {
    "SQS_LONG_POLL_SECONDS": "from 0 to 20",
    "SQS_VISIBILITY_SECONDS": "from 1 to 43,200",
    "RENTCAST_CALLS_PER_SECOND": "from 0 to 1,000",
    "RENTCAST_MONTHLY_CALLS": "from 0 to 1,000,000,000",
    "SOURCE_DOWN_AFTER_MINUTES": "from 0 to 36,500",
    "PROPERTY_VALUE_JUMP_PERCENT": "from 0 to 1,000,000",
    "HISTORY_RETENTION_DAYS": "from 0 to 36,500",
    "EMAIL_FACTS_MAX_AGE_DAYS": "from 0 to 36,500",
    "PREPARATION_LEAD_HOURS": "from 0 to 876,000",
    "FIRST_SEND_DELAY_HOURS": "from 0 to 876,000",
    "MORTGAGE_RATE_FRESH_HOURS": "from 0 to 876,000",
    **{
        f"{what}_{limit}_DAYS": "from 0 to 36,500"
        for what in ("PROPERTY", "LISTINGS", "SALES", "MARKET", "MORTGAGE_RATE")
        for limit in ("FRESH", "OLDEST")
        if (what, limit) != ("MORTGAGE_RATE", "FRESH")
    },
}


@pytest.mark.parametrize("number", ["-1", "1.5"])
def test_number_of_days_that_is_none_is_one_clear_line(number: str) -> None:
    done = manage("check", SALES_FRESH_DAYS=number)
    words = f"SALES_FRESH_DAYS is '{number}'; it must be a whole number from 0 to 36,500."
    assert (done.returncode, done.stderr) == (1, f"dripr: {words}\n")


def test_every_whole_number_of_the_settings_is_tried_below() -> None:
    source = (ROOT / "dripr" / "settings.py").read_text()
    assert sorted(re.findall(r"(?:whole_number|days|hours)\(\"([A-Z_]+)\"", source)) == sorted(WHOLE_NUMBERS)
    assert "env.int" not in source


@pytest.mark.parametrize("variable", WHOLE_NUMBERS)
@pytest.mark.parametrize("number", ["abc", "-1", "1.5", "999999999999", "9" * 5_000], ids=lambda text: text[:12])
def test_number_out_of_bounds_names_its_variable_and_them(
    variable: str, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, number)
    with pytest.raises(ImproperlyConfigured) as error:
        runpy.run_path(str(ROOT / "dripr" / "settings.py"))  # quicker than a process, and the same module
    assert str(error.value) == f"{variable} is {number!r}; it must be a whole number {WHOLE_NUMBERS[variable]}."


@pytest.mark.parametrize(("variable", "number"), [("SQS_VISIBILITY_SECONDS", "0"), ("SQS_LONG_POLL_SECONDS", "21")])
def test_number_that_sqs_takes_ill_is_refused(variable: str, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, number)
    with pytest.raises(ImproperlyConfigured, match=variable):
        runpy.run_path(str(ROOT / "dripr" / "settings.py"))


def test_number_that_is_empty_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQS_VISIBILITY_SECONDS", "")
    assert runpy.run_path(str(ROOT / "dripr" / "settings.py"))["SQS_VISIBILITY_SECONDS"] == 120
