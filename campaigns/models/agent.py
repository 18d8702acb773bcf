from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is no time zone; it should look like America/Los_Angeles.")


class Brokerage(models.Model):
    """The firm that an agent works for; its postal address stands in every e-mail, as CAN-SPAM requires."""

    name = models.CharField(max_length=200, unique=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip_code = models.CharField("ZIP code", max_length=10, blank=True)
    licence_number = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def postal_address(self) -> tuple[str, ...]:
        """The address in lines; empty while any part of it is missing."""
        if not all((self.street, self.city, self.state, self.zip_code)):
            return ()
        return (self.street, f"{self.city}, {self.state} {self.zip_code}")


class Agent(models.Model):
    """Who the e-mails come from. E-mails go out only within the sending window, in the agent's own zone."""

    brokerage = models.ForeignKey(Brokerage, on_delete=models.PROTECT, related_name="agents")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=100, default="Real estate agent")
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    licence_number = models.CharField(max_length=50, blank=True)
    time_zone = models.CharField(max_length=64, default="America/Los_Angeles", validators=[validate_time_zone])
    sending_weekdays = models.CharField(
        max_length=7,
        default="234",
        validators=[RegexValidator(r"^(?!.*(.).*\1)[1-7]+$", "Digits 1 (Monday) to 7 (Sunday), each at most once.")],
        help_text="1 is Monday, 7 is Sunday: 234 is Tuesday to Thursday.",
    )
    window_start = models.TimeField(default=time(11))
    window_end = models.TimeField(default=time(18), help_text="Exclusive; 00:00 is the end of the day.")
    style_notes = models.CharField(
        max_length=1000,
        blank=True,
        default="",
        help_text="How this agent writes, for the writer of introductions: warm, brief, no jargon …",
    )
    sample_sentences = models.CharField(
        max_length=2000,
        blank=True,
        default="",
        help_text="A few sentences as this agent writes them; their manner is taken, never what they say.",
    )
    observes_holidays = models.BooleanField(default=True, help_text="Nothing goes on a US federal holiday.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.brokerage})"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def missing_for_sending(self) -> list[str]:
        """What the law wants in an e-mail and is not filled in yet, in words; empty when e-mails may go."""
        missing = {
            "the agent's name": self.name,
            "the agent's e-mail address": self.email,
            "the agent's licence number": self.licence_number,
            "the brokerage's postal address": self.brokerage.postal_address,
        }
        return [what for what, value in missing.items() if not value]

    def clean(self) -> None:
        if self.window_end != time(0) and self.window_end <= self.window_start:
            raise ValidationError({"window_end": "The window must end after it starts (00:00 is the end of the day)."})
