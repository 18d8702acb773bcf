"""What has no place in the new schema stops the adoption before anything is changed."""

import pytest

from campaigns.migrations._refusals import CannotAdopt
from campaigns.migrations._values import DATA_SUB_STATUSES, LEGACY_INTRO_STATUS
from campaigns.tests.migrations.scratch import TABLE, Scratch, legacy_row


def refusal(scratch: Scratch) -> str:
    """The reasons in a refusal's message; checks that the table and its rows are as they were."""
    columns = sorted(scratch.rows()[0])
    before = scratch.rows()
    with pytest.raises(CannotAdopt) as refused:
        scratch.adopt()
    assert (sorted(scratch.rows()[0]), scratch.rows()) == (columns, before)
    assert "campaigns_agent" not in scratch.connection.introspection.table_names()
    introduction, _, reasons = str(refused.value).partition("\n")
    assert introduction.startswith("The database cannot be adopted as it is. Nothing has been changed")
    return reasons


@pytest.mark.parametrize("column", ["campaign_status", *DATA_SUB_STATUSES, LEGACY_INTRO_STATUS])
def test_unknown_status_stops_the_migration(scratch: Scratch, column: str) -> None:
    scratch.make_legacy_table()
    unknown = [legacy_row(pk, **{column: "Paused"}) for pk in (3, 9)]
    scratch.insert([legacy_row(1), *unknown, legacy_row(11, **{column: "READY"})])
    told = f"- {column} holds 'Paused', 'READY', which dripr does not know (rows: 3, first ids: 3, 9, 11)"
    assert refusal(scratch) == told


@pytest.mark.parametrize("value", ["", " DORMANT", "DÓRMANT", "DORMANT\t", "READY_TO_SEND_EMAIL"])
def test_near_miss_in_a_sub_status_is_unknown(scratch: Scratch, value: str) -> None:
    scratch.make_legacy_table()
    scratch.insert([legacy_row(1, property_status=value)])
    assert refusal(scratch).startswith(f"- property_status holds {value!r}")


def test_all_reasons_are_told_at_once(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    scratch.insert(
        [
            legacy_row(1, agent_id=0),
            legacy_row(2, zip_code="98107-1234"),
            legacy_row(3, email="k" * 260),
            legacy_row(4, campaign_status="GONE"),
        ]
    )
    assert refusal(scratch).splitlines() == [
        "- campaign_status holds 'GONE', which dripr does not know (rows: 1, first ids: 4)",
        "- agent_id is no number of an agent: 1 or more is one (rows: 1, first ids: 1)",
        "- email is longer than 254 characters (rows: 1, first ids: 3)",
        "- zip_code is longer than 5 characters (rows: 1, first ids: 2)",
    ]


def test_other_columns_than_the_known_ones_stop_the_migration(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    scratch.execute(f"ALTER TABLE {TABLE} ADD COLUMN colour VARCHAR(10)")
    scratch.insert([legacy_row(1)])
    assert refusal(scratch) == "- the table campaigns_campaign has columns that would be lost: colour"


def test_corrected_database_is_adopted_by_the_next_run(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    scratch.insert([legacy_row(1, campaign_status="GONE")])
    refusal(scratch)
    scratch.execute(f"UPDATE {TABLE} SET campaign_status = 'SENT'")  # noqa: S608 -- a test's own name
    scratch.migrate("campaigns")
    assert scratch.row(1)["campaign_status"] == "DORMANT"
