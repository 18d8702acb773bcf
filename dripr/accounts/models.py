from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff. Our own from the first migration on, so that it can grow without a rewrite."""
