"""Composing the monthly e-mail: content in, subject, text and HTML out; no database, network or clock."""

import re
import textwrap
from dataclasses import dataclass
from urllib.parse import quote

from django.template.loader import render_to_string

from campaigns.addresses import street_and_place
from campaigns.emails import formats, provenance, sections
from campaigns.emails.content import AgentCard, ComposedEmail, EmailContent

TEMPLATES = "campaigns/emails/home_report"
TEXT_WIDTH = 76
# SMTP allows 998 characters a line; the rest is for what a mailer may add
HTML_LINE_LENGTH = 900


@dataclass(frozen=True, slots=True)
class Report:
    """All that the templates show."""

    subject: str
    kicker: str
    headline: str
    place: str
    month: str
    preheader: str
    greeting: str
    intro: tuple[str, ...]
    data_note: str
    home: sections.HomeValue | None
    value_chart: tuple[sections.ValueMark, ...]
    home_report: tuple[str, ...]
    market: sections.Market | None
    home_lists: tuple[sections.HomeList, ...]
    mortgage: sections.Mortgage | None
    agent: AgentCard
    agent_first_name: str
    reply_link: str
    phone_link: str
    sources: tuple[str, ...]
    unsubscribe_url: str


def compose(content: EmailContent) -> ComposedEmail:
    """The e-mail of this content: the same content gives the same e-mail."""
    context = {"report": report(content)}
    text = render_to_string(f"{TEMPLATES}.txt", context)
    return ComposedEmail(
        subject=formats.one_line(render_to_string(f"{TEMPLATES}_subject.txt", context)),
        text=wrapped_text(text),
        html=wrapped_html(render_to_string(f"{TEMPLATES}.html", context)),
    )


def report(content: EmailContent) -> Report:
    kicker, headline, place, subject = titles(content)
    home = sections.home_value(content.home)
    market = sections.market_section(content.market, content.zip_code)
    mortgage = sections.mortgage_section(content.mortgage_rate)
    agent = content.agent
    return Report(
        subject=subject,
        kicker=kicker,
        headline=headline,
        place=place,
        month=formats.month(content.period),
        preheader=preheader(home, market, mortgage),
        greeting=greeting(content.recipient_first_name),
        intro=formats.paragraphs(content.intro),
        data_note=provenance.data_note(content),
        home=home,
        value_chart=sections.value_chart(content.home_values) if home else (),
        home_report=formats.paragraphs(content.home_report if content.home else ""),
        market=market,
        home_lists=sections.home_lists(content),
        mortgage=mortgage,
        agent=agent,
        agent_first_name=formats.first_word(agent.name),
        reply_link=f"mailto:{quote(agent.email, safe='@')}?subject={quote(f'Re: {subject}')}",
        phone_link=phone_link(agent.phone),
        sources=provenance.source_lines(content),
        unsubscribe_url=content.unsubscribe_url,
    )


def titles(content: EmailContent) -> tuple[str, str, str, str]:
    """Kicker, headline, place and subject: the home's, or the ZIP code's where the e-mail says nothing of a home."""
    month = formats.month(content.period)
    home = content.home
    if home is not None and (home.current_value is not None or content.home_report.strip()):
        street, place = street_and_place(home.formatted_address)
        return "Your home report", street, place, f"{street}: your home report for {month}"
    if content.market is not None and content.market.zip_code != content.zip_code:
        near = f"near {content.zip_code}"
        return "Housing market report", f"Homes {near}", "", f"Housing market report {near} for {month}"
    subject = f"{content.zip_code} housing market report for {month}"
    return "Housing market report", f"Homes in {content.zip_code}", "", subject


def greeting(first_name: str) -> str:
    name = formats.one_line(first_name)
    return f"Hi {name}," if name else "Hello,"


def phone_link(phone: str) -> str:
    """A link that dials; an extension after the number is left to the reader."""
    number = re.split(r"[A-Za-z#,;]", phone)[0]
    return f"tel:{re.sub(r'[^0-9+]', '', number)}"


def preheader(
    home: sections.HomeValue | None, market: sections.Market | None, mortgage: sections.Mortgage | None
) -> str:
    """What an inbox shows beside the subject: the first two things the e-mail has to tell."""
    told = []
    if home is not None:
        told.append(f"Estimated value {home.value} {home.as_of}".strip())
    if market is not None:
        figure = market.figures[0]
        told.append(f"{figure.label} {f'{figure.value} {figure.unit}'.strip()} in {market.zip_code}")
    if mortgage is not None:
        told.append(f"30-year mortgage rate {mortgage.rates[0].value}, {mortgage.week}")
    return ". ".join(told[:2]) + "." if told else ""


def wrapped_text(text: str) -> str:
    """Lines of at most TEXT_WIDTH, each going on under its own indent; never two blank lines together."""
    wrapped: list[str] = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        wrapped += textwrap.wrap(
            line.strip(),
            TEXT_WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(wrapped)).strip() + "\n"


def wrapped_html(html: str) -> str:
    """The same page with long lines broken at spaces, where a browser sees no difference."""
    lines = (line.strip() for line in html.splitlines())
    return "\n".join(line if len(line) <= HTML_LINE_LENGTH else broken_line(line) for line in lines if line) + "\n"


def broken_line(line: str) -> str:
    return "\n".join(textwrap.wrap(line, HTML_LINE_LENGTH, break_long_words=False, break_on_hyphens=False))
