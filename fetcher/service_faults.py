"""What went wrong at the queue service, in words for a log line; never a library's own words, which may hold more."""

from botocore.exceptions import (
    ClientError,
    CredentialRetrievalError,
    NoCredentialsError,
    PartialCredentialsError,
    SSOError,
    TokenRetrievalError,
)

NO_QUEUE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})
NO_ACCESS = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "KmsAccessDenied",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
NO_CREDENTIALS = (CredentialRetrievalError, NoCredentialsError, PartialCredentialsError, SSOError, TokenRetrievalError)
"""Nothing that a call could be signed with."""


def in_words(error: Exception) -> str:
    code = error_code(error)
    if code in NO_QUEUE:
        return "there is no such queue any more: `manage.py provision_queues` makes it anew"
    if needs_somebody(error):
        return f"{code or type(error).__name__}: look at the credentials and their policy"
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def needs_somebody(error: Exception) -> bool:
    """Whether trying again helps only once a person has done something."""
    return isinstance(error, NO_CREDENTIALS) or error_code(error) in NO_QUEUE | NO_ACCESS


def error_code(error: Exception) -> str:
    """What AWS calls it, empty where the call was not answered."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""
