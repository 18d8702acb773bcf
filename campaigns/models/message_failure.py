from django.db import models


class MessageFailure(models.Model):
    """How often and since when the work of one message failed that is no campaign's step; written only on failure."""

    queue = models.CharField(max_length=50)
    message_id = models.CharField(max_length=100, unique=True, help_text="The queue service's name for the message.")
    attempts = models.PositiveIntegerField(default=0, help_text="Failures counted so far.")
    waits = models.PositiveIntegerField(default=0, help_text="Times something was not ready yet; no failures.")
    first_failed_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    error = models.CharField(max_length=1000)

    class Meta:
        ordering = ["-last_failed_at"]
        indexes = [models.Index(fields=["last_failed_at"], name="message_failure_last")]

    def __str__(self) -> str:
        return f"{self.queue}: {self.error}"
