import gzip
import re
import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import zip_codes
from campaigns.facts import Coordinates
from campaigns.zip_codes import ZipCode, ZipTable

BALLARD = ZipCode("98107", Coordinates(47.6675, -122.3776), "Seattle", "WA")


def codes(found: list[ZipCode]) -> list[str]:
    return [zip_code.code for zip_code in found]


def table(tmp_path: Path, *rows: str) -> ZipTable:
    path = tmp_path / "zip_codes.csv.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    return ZipTable(path)


def test_nothing_is_read_before_somebody_asks() -> None:
    fresh = runpy.run_path(zip_codes.__file__)
    assert fresh["shipped_table"].cache_info().currsize == 0
    assert fresh["is_known"]("98107")
    assert fresh["shipped_table"].cache_info().currsize == 1


def test_zip_code_is_found_with_its_place() -> None:
    assert zip_codes.find("98107") == BALLARD
    assert str(BALLARD) == "98107 (Seattle, WA)"


@pytest.mark.parametrize("code", ["00601", "96910", "99723"], ids=["Puerto Rico", "Guam", "Utqiagvik"])
def test_zip_codes_of_the_whole_nation_are_known(code: str) -> None:
    assert zip_codes.is_known(code)


@pytest.mark.parametrize("code", ["98111", "00000", "99999", "9810", "98107-1234", "", "９８１０７"])
def test_what_is_no_zip_code_with_homes_is_unknown(code: str) -> None:
    assert not zip_codes.is_known(code)


def test_nearest_zip_codes_are_by_miles_and_without_itself() -> None:
    assert codes(zip_codes.nearest("98107", 4)) == ["98117", "98199", "98103", "98119"]


def test_nearest_zip_codes_to_a_place_begin_with_its_own() -> None:
    assert codes(zip_codes.nearest(Coordinates(47.6712, -122.3611), 2)) == ["98107", "98103"]


def test_nearest_to_an_unknown_zip_code_are_by_number_within_its_region(tmp_path: Path) -> None:
    rows = ["98099,47,-122,,WA", "98104,47,-122,,WA", "98112,47,-122,,WA", "98201,48,-122,,WA"]
    shipped = table(tmp_path, ",".join(zip_codes.COLUMNS), *rows)
    assert codes(shipped.nearest_by_number("98101", 4)) == ["98104", "98112", "98099", "98201"]


def test_refusal_is_one_line_that_offers_the_nearest() -> None:
    assert zip_codes.refusal("98107") == ""
    assert zip_codes.refusal("98111") == (
        "No homes are known in ZIP code 98111 (one of PO boxes alone has none). "
        "The nearest by number: 98110 (Bainbridge Island, WA), 98112 (Seattle, WA) or 98109 (Seattle, WA)."
    )


@given(st.integers(0, 99_999))
def test_every_five_digits_are_known_or_refused_with_three_known_ones(number: int) -> None:
    code = f"{number:05d}"
    named, *offered = re.findall(r"[0-9]{5}", zip_codes.refusal(code)) or [code]
    assert (named, len(set(offered))) == (code, 0 if zip_codes.is_known(code) else 3)
    assert all(map(zip_codes.is_known, offered))


def test_shipped_rows_are_places_of_the_nation_with_their_state() -> None:
    with gzip.open(zip_codes.SHIPPED_TABLE, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split(",") for line in file][1:]
    assert len(rows) == 33_791
    assert {len(row) for row in rows} == {5}
    assert {len(state) for *_, state in rows} == {2}
    assert len({state for *_, state in rows}) == 51 + len(("PR", "VI", "GU", "AS", "MP"))
    assert all(-15 < float(latitude) < 72 for _, latitude, *_ in rows)


@pytest.mark.parametrize(
    "rows",
    [
        ["zip,lat"],
        [",".join(zip_codes.COLUMNS), "98107,47.6,-122.3,Seattle,WA", "98107,47.6,-122.3,Seattle,WA"],
        [",".join(zip_codes.COLUMNS), "98107,north,-122.3,Seattle,WA"],
    ],
    ids=["other columns", "twice", "no number"],
)
def test_table_in_another_form_is_refused(tmp_path: Path, rows: list[str]) -> None:
    with pytest.raises(ValueError, match=r"must|could not"):
        table(tmp_path, *rows)


def test_one_degree_of_latitude_is_69_miles() -> None:
    assert zip_codes.miles_between(Coordinates(47, -122), Coordinates(48, -122)) == pytest.approx(69.09, abs=0.01)
    assert zip_codes.miles_between(BALLARD.coordinates, BALLARD.coordinates) == 0
