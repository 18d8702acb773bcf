"""`manage.py backtest_valuation`: what it prints and writes, and what it refuses."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_command_prints_json_and_writes_the_picture(tmp_path: Path) -> None:
    picture, output = tmp_path / "picture.svg", StringIO()

    call_command("backtest_valuation", "--from", "2026-01-15", "--json", "--plot", str(picture), stdout=output)

    found = json.loads(output.getvalue())
    homes = {measure["method"]: measure["homes"] for measure in found["methods"]}
    assert homes == dict.fromkeys(["comparables only", "assessed value alone", "blend", "dripr"], homes["dripr"])
    assert picture.read_text().count("<circle") == homes["dripr"]


@pytest.mark.parametrize("text", ["yesterday", "2025-13-01", ""])
def test_command_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(CommandError, match="argument --from: takes a date such as 2025-12-01"):
        call_command("backtest_valuation", "--from", text)


def test_command_names_the_last_day_where_no_sale_is_left() -> None:
    with pytest.raises(CommandError) as error:
        call_command("backtest_valuation", "--from", "2026-03-01")

    assert str(error.value) == (
        "No sale from 2026-03-01 on can be valued; the shipped sales end on 2026-02-03: name an earlier day."
    )


def test_command_names_the_directory_that_the_picture_lacks(tmp_path: Path) -> None:
    path = tmp_path / "none" / "picture.svg"

    with pytest.raises(CommandError) as error:
        call_command("backtest_valuation", "--from", "2026-01-15", "--plot", str(path))

    assert str(error.value) == f"--plot: there is no directory {path.parent}; make it first."
