import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings

from campaigns.emails.compose import compose
from campaigns.emails.content import EmailContent
from campaigns.facts import LocalMarketData
from campaigns.tests.emails import samples
from campaigns.tests.emails.reading import Page, figures

GMAIL_CLIPS_AT = 102_400
SMTP_LINE = 998
every_sample = pytest.mark.parametrize("content", samples.SAMPLES.values(), ids=samples.SAMPLES)


def html_words(content: EmailContent) -> str:
    return Page(compose(content).html).words


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("Estimated value", {"home": None}),
        ("Estimated value", {"home": replace(samples.HOME, current_value=None)}),
        ("An estimate", {"home": None}),
        ("The estimates so far", {"home_values": samples.HOME_VALUES[:2]}),
        ("The estimates so far", {"home": None}),
        ("About your home", {"home_report": ""}),
        ("About your home", {"home": None}),
        ("The market in", {"market": None}),
        ("The market in", {"market": LocalMarketData("98107", date(2026, 1, 31), "county", "sale")}),
        ("Sold near you", {"sales": ()}),
        ("For sale near you", {"listings": ()}),
        ("asking", {"listings": ()}),
        ("Mortgage rates", {"mortgage_rate": None}),
        ("the latest in our data", {"written_on": date(2026, 2, 10)}),
    ],
)
def test_section_without_its_data_is_left_out(heading: str, missing: dict[str, Any]) -> None:
    full, without = compose(samples.FULL), compose(replace(samples.FULL, **missing))

    assert heading in Page(full.html).words
    assert heading not in Page(without.html).words
    assert heading.lower() in " ".join(full.text.lower().split())
    assert heading.lower() not in " ".join(without.text.lower().split())


@every_sample
def test_html_closes_every_tag_it_opens(content: EmailContent) -> None:
    assert Page(compose(content).html).open == []


@every_sample
def test_text_and_html_carry_the_same_figures(content: EmailContent) -> None:
    composed = compose(replace(content, intro="No figures.", home_report="None here."))

    assert figures(composed.text) == figures(Page(composed.html).words)


@every_sample
def test_templates_ask_for_nothing_that_is_not_there(content: EmailContent, settings: LazySettings) -> None:
    options = {"string_if_invalid": "NOT THERE"}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]

    composed = compose(content)

    assert "NOT THERE" not in composed.subject + composed.text + composed.html


@every_sample
def test_html_links_only_to_the_agent_and_to_unsubscribing(content: EmailContent) -> None:
    html = compose(content).html
    page = Page(html)

    links = {link for link in page.values("href") if not link.startswith(("mailto:", "tel:"))}
    assert links == {content.unsubscribe_url}
    assert page.values("src", "srcset", "background", "action") == set()
    assert not {"img", "link", "script", "iframe"} & page.tags
    assert not re.search(r"url\(|@import|@font-face", html)


def test_html_shows_names_and_texts_as_they_were_typed() -> None:
    page = Page(compose(samples.HOSTILE).html)

    assert "O'Brien & <b>Sons</b>" in page.words
    assert "<script>alert(1)</script>" in page.words
    assert "Hi Kim <i>& Co</i>," in page.words
    assert "<img src='https://tracker.example/x.png'>" in page.words


def test_text_shows_names_without_html_escapes() -> None:
    text = compose(samples.HOSTILE).text

    assert "O'Brien & <b>Sons</b>" in text
    assert "&amp;" not in text


@pytest.mark.parametrize(
    ("content", "subject"),
    [
        (samples.FULL, "5807 3rd Ave NW: your home report for November 2026"),
        (samples.NO_ADDRESS, "98107 housing market report for November 2026"),
        (
            samples.HOSTILE,
            '12345 Martin Luther King Jr Way <NW> "S" Bcc: x@example.com, Apt 12B: your home report for November 2026',
        ),
    ],
    ids=["home", "no_address", "line_break_in_address"],
)
def test_subject_is_one_line_that_names_home_and_month(content: EmailContent, subject: str) -> None:
    assert compose(content).subject == subject


def test_newsletter_without_address_names_the_zip_code_and_no_home() -> None:
    words = html_words(samples.NO_ADDRESS)

    assert "Homes in 98107" in words
    assert "Your home report" not in words
    assert "Sold in 98107" in words


@pytest.mark.parametrize(("kind", "other"), [("asking", "sale"), ("sale", "asking")])
def test_market_names_its_prices_by_their_kind(kind: str, other: str) -> None:
    market = samples.ASKING_MARKET if kind == "asking" else samples.MARKET
    only_market = replace(samples.BARE, market=market)

    text = compose(only_market).text

    assert text.count(f"Median {kind} price") == 2
    assert f"{other} price" not in text
    assert f"Median {kind} price $860,000 in 98107" in html_words(only_market)


def test_market_of_another_zip_code_is_told_as_that_ones() -> None:
    market = replace(samples.MARKET, zip_code="98117")

    composed = compose(replace(samples.BARE, market=market))

    assert "THE MARKET IN 98117\n" in composed.text
    told = "Our data has no market figures for 98107: those below are of 98117, the nearest ZIP code that it has."
    assert told in " ".join(composed.text.split())
    assert (
        "three months to January 31, 2026, in the ZIP code nearest to 98107 that our data has"
        in Page(composed.html).words
    )
    assert "sale price $860,000 in 98117" in Page(composed.html).words
    assert composed.subject == "Housing market report near 98107 for November 2026"
    assert "Homes near 98107" in composed.text


def test_market_of_another_zip_code_without_figures_is_not_spoken_of() -> None:
    market = LocalMarketData("98117", date(2026, 1, 31), "county", "sale")

    assert "98117" not in compose(replace(samples.BARE, market=market)).text


def test_market_of_the_own_zip_code_says_nothing_of_others() -> None:
    assert "nearest" not in compose(samples.FULL).text


def test_preheader_tells_what_its_figure_counts() -> None:
    market = replace(samples.MARKET, median_price=None)

    words = html_words(replace(samples.BARE, market=market, mortgage_rate=samples.RATE))

    told = "Median sale price $592 per sq ft in 98107. 30-year mortgage rate 7.28%, week of October 1, 2026."
    assert told in words


def test_listing_price_is_called_an_asking_price() -> None:
    only_listing = replace(samples.BARE, listings=samples.LISTINGS[:1])

    assert "619 NW 56th St: $1,195,000 asking price" in compose(only_listing).text
    assert "$1,195,000 asking price" in html_words(only_listing)


def test_home_value_outside_its_range_is_shown_without_range() -> None:
    odd = replace(samples.HOME, value_high=1_000_000)

    text = compose(replace(samples.FULL, home=odd, home_report="")).text

    assert "$1,236,000" in text
    assert "Range" not in text


def test_unknown_measures_of_a_home_are_skipped() -> None:
    sold = replace(samples.SALES[0].sale, bedrooms=None, bathrooms=None, square_feet=1140)
    content = replace(samples.BARE, sales=(replace(samples.SALES[0], sale=sold, distance_miles=None),))

    assert "sale price\n  1,140 sq ft\n  sold February 2, 2026" in compose(content).text


def test_home_nearby_in_another_zip_code_is_shown_with_its_place() -> None:
    away = replace(samples.SALES[0].sale, formatted_address="12 Elm St, Unit 4, Shoreline, WA 98133")
    content = replace(samples.BARE, sales=(replace(samples.SALES[0], sale=away),))

    assert "12 Elm St, Unit 4: $825,000" in compose(content).text
    assert "Shoreline, WA 98133 · 0.8 miles away" in compose(content).text


@every_sample
def test_footer_says_who_writes_from_where_and_how_to_stop(content: EmailContent) -> None:
    composed = compose(content)

    for words in (" ".join(composed.text.split()), Page(composed.html).words):
        for part in (content.agent.brokerage_name, *content.agent.postal_address, content.agent.licence_number):
            assert " ".join(part.split()) in words
    assert content.unsubscribe_url in composed.text.split()


def test_reply_button_writes_to_the_agent_and_phone_link_dials_without_extension() -> None:
    agent = replace(samples.AGENT, phone="+1 (206) 555-0143 ext. 12")
    links = Page(compose(replace(samples.FULL, agent=agent)).html).values("href")

    subject = "Re%3A%205807%203rd%20Ave%20NW%3A%20your%20home%20report%20for%20November%202026"
    assert f"mailto:dana@salmonbay.example?subject={subject}" in links
    assert "tel:+12065550143" in links


def test_full_email_with_long_texts_stays_far_under_gmails_clipping() -> None:
    long_text = "\n\n".join([samples.INTRO] * 6)

    html = compose(replace(samples.FULL, intro=long_text, home_report=long_text)).html

    assert len(html.encode()) < 60_000 < GMAIL_CLIPS_AT


@every_sample
def test_no_line_is_too_long_for_smtp_or_for_reading(content: EmailContent) -> None:
    composed = compose(content)

    assert max(map(len, composed.html.splitlines())) < SMTP_LINE
    assert [line for line in composed.text.splitlines() if len(line) > 76] == [content.unsubscribe_url]


def test_text_is_laid_out_in_the_order_of_the_html() -> None:
    text = compose(samples.FULL).text
    headings = [
        "ESTIMATED VALUE",
        "Hi Kim,",
        "ABOUT YOUR HOME",
        "THE MARKET",
        "SOLD NEAR",
        "FOR SALE",
        "MORTGAGE",
        "Sources",
    ]

    places = [text.index(heading) for heading in headings]

    assert places == sorted(places)
    assert "\n\n\n" not in text


def test_mortgage_changes_are_percentage_points_of_a_national_average() -> None:
    rate = replace(samples.RATE, change_3_months=None, change_1_year=Decimal(0), rate_15yr_pct=None)

    text = compose(replace(samples.BARE, mortgage_rate=rate)).text

    assert "National average, week of October 1, 2026\n\n30-year fixed: 7.28%\n\n" in text
    assert "in percentage points:\n  Up 0.42 in four weeks\n  Unchanged in one year\n" in text
