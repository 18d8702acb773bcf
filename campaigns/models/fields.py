"""Fields of our own."""

from typing import Any

from django.db import models


class AddressKeyField(models.EmailField):  # type: ignore[type-arg]  # Django's own is not subscriptable at run time
    """An e-mail address, always stored and looked up in lower case without blanks around it, so that one is one."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared.strip().lower() if isinstance(prepared, str) else prepared
