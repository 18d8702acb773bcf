from campaigns.tests.emails.mail_service import mail_service
from dripr.tests.fixtures import (
    aws_in_process,
    django_db_modify_db_settings,
    moto_server,
    nothing_remembered,
    provisioned,
    pytest_collection_modifyitems,
    quick_passwords,
)

__all__ = [
    "aws_in_process",
    "django_db_modify_db_settings",
    "mail_service",
    "moto_server",
    "nothing_remembered",
    "provisioned",
    "pytest_collection_modifyitems",
    "quick_passwords",
]
