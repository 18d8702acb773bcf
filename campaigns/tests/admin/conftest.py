from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from dripr.accounts.models import User

Staff = Callable[..., Client]


@pytest.fixture
def staff(db: None) -> Staff:
    """A client logged in as a member of staff with just the named permissions."""

    def log_in(*codenames: str) -> Client:
        user = User.objects.create_user(f"staff{User.objects.count()}", password="not-secret-at-all", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client()
        client.force_login(user)
        return client

    return log_in
