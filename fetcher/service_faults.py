"""What went wrong at the queue service, in words for a log line; never a library's own words, which may hold more."""

from botocore.exceptions import ClientError

NO_QUEUE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})
NO_ACCESS = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)


def in_words(error: Exception) -> str:
    code = error_code(error)
    if code in NO_QUEUE:
        return "there is no such queue any more: `manage.py provision_queues` makes it anew"
    if code in NO_ACCESS:
        return f"{code}: look at the credentials and their policy"
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def error_code(error: Exception) -> str:
    """What AWS calls it, empty where the call was not answered."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""
