"""What a long-running command makes sure of before it begins: one clear line and exit code 1 otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def require_database() -> None:
    """Raise CommandError unless the database answers and is migrated."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        host = connection.settings_dict.get("HOST") or connection.settings_dict["NAME"]
        raise CommandError(f"the database {host} cannot be reached ({_one_line(error)}); see DATABASE_URL") from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("the database is not migrated yet: run `manage.py migrate` first")


@contextmanager
def aws_at_start(what: str, variable: str, remedy: str = ", or run `manage.py provision_queues`") -> Iterator[None]:
    """Turn a fault of the first call to AWS into one line that names what was wanted and where it is set."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise CommandError(f"{what} cannot be used ({code}); see {variable}{remedy}") from error
    except BotoCoreError as error:
        is_far = isinstance(error, NoConnection | HTTPClientError)
        see = "AWS_ENDPOINT_URL" if is_far else "the AWS variables"  # credentials, for one
        raise CommandError(f"{what} cannot be reached ({_one_line(error)}); see {see}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
