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
from fetcher.tests.converse_server import bedrock, bedrock_of_module
from fetcher.tests.http_server import http_server, http_server_of_module

__all__ = [
    "aws_in_process",
    "bedrock",
    "bedrock_of_module",
    "django_db_modify_db_settings",
    "http_server",
    "http_server_of_module",
    "mail_service",
    "moto_server",
    "nothing_remembered",
    "provisioned",
    "pytest_collection_modifyitems",
    "quick_passwords",
]
