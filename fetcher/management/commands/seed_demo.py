import random
from argparse import ArgumentParser
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from campaigns import planning, schedule
from campaigns.models import Agent, Brokerage, Campaign
from dripr import startup
from fetcher.providers.offline import OfflineHome, homes

DEMO_USER = "demo"
DEMO_PASSWORD = "demo-dripr-2026"  # noqa: S105 - refused in production
BROKERAGES = (
    ("Emerald Door Realty", "1420 Example Ave, Suite 300", "Seattle", "WA", "98101", "WA-BRK-10422"),
    ("Larkspur & Pine Homes", "77 Sample Street", "Seattle", "WA", "98109", "WA-BRK-20981"),
)
AGENTS = (
    ("Maya Lindqvist", "Senior broker", "WA-LIC-118204"),
    ("Theo Okafor", "Real estate agent", "WA-LIC-130577"),
    ("Priya Raman", "Managing broker", "WA-LIC-097713"),
    ("Daniel Reyes", "Real estate agent", "WA-LIC-142390"),
)
FIRST_NAMES = ("Ana", "Ben", "Carla", "Devon", "Elif", "Farah", "Grace", "Hugo", "Ines", "Jamal", "Kim", "Liam", "Mei")
LAST_NAMES = ("Adams", "Bauer", "Chen", "Diaz", "Evans", "Fischer", "Garcia", "Haddad", "Ito", "Jensen", "Khan")
DUE_LATER_SHARE = 6
NO_ADDRESS_SHARE = 8
APPROVAL_SHARE = 10


class Command(BaseCommand):
    help = "Loads demo campaigns: real Seattle homes, made-up people, agents whose sending windows are always open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=int, default=60, help="How many campaigns there shall be (default 60).")

    def handle(self, *, count: int, **_options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("demo data has no place in production")
        if not 1 <= count <= len(homes()):
            raise CommandError(f"--count takes a number from 1 to {len(homes())}, one campaign for each home")
        startup.require_database()
        with transaction.atomic():
            demo_user()
            made = seed(count, timezone.now())
        self.stdout.write(f"{made} demo campaigns made, {count} asked for; demo user {DEMO_USER} / {DEMO_PASSWORD}")


def demo_user() -> None:
    """The admin's demo user; made once, later changes of it stay."""
    users = get_user_model().objects
    if not users.filter(username=DEMO_USER).exists():
        users.create_superuser(DEMO_USER, password=DEMO_PASSWORD)


def seed(count: int, now: datetime) -> int:
    """Make what is missing of the first `count` demo campaigns, the same ones every time; how many were made."""
    agents = demo_agents()
    chosen = random.Random(98101).sample(
        homes(), count
    )  # one order of the homes, so that a second run finds the first's
    existing = set(Campaign.objects.filter(agent__in=agents).values_list("email", flat=True))
    made = [
        demo_campaign(number, home, agents[number % len(agents)], now)
        for number, home in enumerate(chosen)
        if demo_email(number) not in existing
    ]
    for campaign in made:
        campaign.save()
        set_dates(campaign, now)
    return len(made)


def demo_agents() -> list[Agent]:
    brokerages = [
        Brokerage.objects.get_or_create(
            name=name,
            defaults={"street": street, "city": city, "state": state, "zip_code": zip_code, "licence_number": licence},
        )[0]
        for name, street, city, state, zip_code, licence in BROKERAGES
    ]
    return [
        Agent.objects.get_or_create(
            email=f"{name.split()[0].lower()}@agents.dripr.example",
            defaults={
                "brokerage": brokerages[number % len(brokerages)],
                "name": name,
                "title": title,
                "phone": f"(206) 555-01{number:02d}",
                "licence_number": licence,
                "sending_weekdays": "1234567",
                "window_start": time(0),
                "window_end": time(0),
                "observes_holidays": False,
            },
        )[0]
        for number, (name, title, licence) in enumerate(AGENTS)
    ]


def demo_email(number: int) -> str:
    return f"client{number + 1}@clients.dripr.example"


def demo_campaign(number: int, home: OfflineHome, agent: Agent, now: datetime) -> Campaign:
    """A made-up client of an agent in a real home; some know only the ZIP code, some want approval."""
    has_no_address = number % NO_ADDRESS_SHARE == NO_ADDRESS_SHARE - 1
    return Campaign(
        agent=agent,
        first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
        last_name=LAST_NAMES[number % len(LAST_NAMES)],
        email=demo_email(number),
        formatted_address="" if has_no_address else home.formatted_address,
        zip_code=home.zip_code,
        no_address_newsletter=has_no_address,
        requires_approval=number % APPROVAL_SHARE == APPROVAL_SHARE - 1,
        fixed_send_day=number % 28 + 1,
        created=now - timedelta(days=40),
    )


def set_dates(campaign: Campaign, now: datetime) -> None:
    """Every sixth campaign waits for its own plan date, the others are due now, for this month."""
    if campaign.pk % DUE_LATER_SHARE == 0:
        planning.recompute_dates(campaign, now)
    else:
        campaign.next_period = schedule.month_of(now.astimezone(campaign.agent.zone).date())
        campaign.next_send_datetime = now
        following = planning.dates_after(campaign, campaign.next_period, now)
        campaign.following_send_datetime = following.next_send_datetime
    campaign.save(update_fields=planning.DATE_COLUMNS)
