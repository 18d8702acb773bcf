from django.db import models

from campaigns.models.email import Email


class DeliveryNews(models.Model):
    """What the mail service told of one e-mail, for people; the e-mail's status is decided without it."""

    email = models.ForeignKey(Email, on_delete=models.CASCADE, related_name="news")
    event_type = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "delivery news"
        ordering = ["-occurred_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["email", "event_type", "occurred_at"], name="delivery_news_once")
        ]

    def __str__(self) -> str:
        return f"{self.event_type}: {self.words}" if self.words else self.event_type
