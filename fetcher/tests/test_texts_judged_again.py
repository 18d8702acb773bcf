"""What guards said of a text holds as long as the guards do: under others it is judged again, or asked for anew."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from campaigns.guards.version import files_version, guards_version
from campaigns.models import TextAttempt, WrittenText
from campaigns.paid_texts import text_retire
from campaigns.tests.factories import NOW, make_agent
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.converse_server import ConverseServer, text_reply
from fetcher.tests.test_bedrock_writer import Clock, write_intro
from fetcher.writers.asking import judging_files

pytestmark = pytest.mark.django_db
OTHERS = {"judged_by": "other guards"}


def test_text_cut_off_at_the_limit_is_asked_for_anew_under_another(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    bedrock.answers(text_reply(texts.PLACED_INTRO, "max_tokens"))
    clock, agent = Clock(), make_agent()
    assert "cut off" in write_intro(clock, agent=agent).flag
    settings.BEDROCK_MAX_TOKENS = 900
    bedrock.says(texts.PLACED_INTRO)
    clock.now += timedelta(minutes=59)
    assert "cut off" in write_intro(clock, agent=agent).flag
    clock.now += timedelta(minutes=1)
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO
    assert (len(bedrock.requests), TextAttempt.objects.count()) == (3, 3)


def test_refused_text_is_not_asked_for_anew_under_the_same_guards(bedrock: ConverseServer) -> None:
    bedrock.says(texts.MARKDOWN)
    clock, agent = Clock(), make_agent()
    refused = write_intro(clock, agent=agent)
    clock.now += timedelta(days=20)
    assert write_intro(clock, agent=agent).flag == refused.flag
    assert len(bedrock.requests) == 2


def test_answer_that_other_guards_refused_wrongly_serves_and_costs_nothing_more(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO)
    agent = make_agent()
    write_intro(agent=agent)
    WrittenText.objects.update(text="", complaints="- “mix”: a false alarm", **OTHERS)
    TextAttempt.objects.update(complaints="- “mix”: a false alarm")
    written = write_intro(agent=agent)
    assert (written.text, written.flag, len(bedrock.requests)) == (texts.GOOD_INTRO, "", 1)
    assert WrittenText.objects.get().complaints == ""


def test_text_that_stricter_guards_refuse_is_asked_for_anew(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO, texts.PLACED_OTHER_INTRO)
    agent = make_agent()
    write_intro(agent=agent)
    TextAttempt.objects.update(text=texts.REFUSED_INTRO)
    WrittenText.objects.update(text=texts.REFUSED_INTRO, **OTHERS)
    second = write_intro(agent=agent)
    assert (second.text, len(bedrock.requests)) == (texts.OTHER_INTRO, 2)
    assert (write_intro(agent=agent), len(bedrock.requests)) == (second, 2)
    old = WrittenText.objects.earliest("pk")
    assert (old.key, old.text, old.attempts.count()) == (f"retired-{old.pk}", texts.REFUSED_INTRO, 1)


def test_good_text_is_judged_again_once_and_not_paid_for(bedrock: ConverseServer, settings: LazySettings) -> None:
    bedrock.says(texts.PLACED_INTRO)
    agent = make_agent()
    write_intro(agent=agent)
    settings.BEDROCK_MAX_TOKENS = 900
    assert write_intro(agent=agent).text == texts.GOOD_INTRO
    judged_by = WrittenText.objects.get().judged_by
    assert (judged_by.endswith("-900-0.5"), len(bedrock.requests)) == (True, 1)


def test_answer_of_a_killed_process_is_judged_by_the_guards_of_today(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO, texts.PLACED_OTHER_INTRO)
    agent = make_agent()
    write_intro(agent=agent)
    TextAttempt.objects.update(text=texts.REFUSED_INTRO)
    WrittenText.objects.update(text="", finished_at=None, leased_until=NOW)
    assert write_intro(agent=agent).text == texts.OTHER_INTRO


def test_retired_text_is_written_anew_by_the_next(bedrock: ConverseServer) -> None:
    bedrock.says(texts.MARKDOWN)
    agent = make_agent()
    write_intro(agent=agent)
    row = WrittenText.objects.get()
    assert [text_retire(row), text_retire(row)] == [True, False]
    bedrock.says(texts.PLACED_INTRO)
    assert write_intro(agent=agent).text == texts.GOOD_INTRO


def test_version_is_another_with_any_letter_and_any_name(tmp_path: Path) -> None:
    found: list[Any] = []
    for name, words in (("rules.json", "a"), ("rules.json", "b"), ("other.json", "b")):
        path = tmp_path / name
        path.write_text(words)
        found.append(files_version([path]))
    assert (len(set(found)), files_version([path])) == (3, found[-1])


def test_version_knows_all_code_that_says_what_a_key_stands_for() -> None:
    files = {path.resolve() for path in judging_files()}
    statements = [path for path in files if path.parent.name == "statements"]
    read = "".join(path.read_text(encoding="utf-8") for path in statements)
    imported = {name.replace(".", "/") for name in re.findall(r"^from (fetcher\.writers\.[\w.]+)", read, re.MULTILINE)}
    root = Path(__file__).parents[2]
    assert {"fetcher/writers/caution", "fetcher/writers/figure_words"} < imported
    assert {(root / f"{name}.py").resolve() for name in imported} <= files


def test_version_of_the_guards_is_short_and_the_same_in_each_process() -> None:
    assert (len(guards_version()), guards_version.__wrapped__()) == (12, guards_version())
