"""What each error of Bedrock means: passing, not ready yet, or for a person to mend."""

from collections.abc import Mapping
from types import MappingProxyType

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    IncompleteReadError,
    InvalidRegionError,
    MetadataRetrievalError,
    NoRegionError,
    ParamValidationError,
)
from botocore.exceptions import ConnectionError as NoConnectionError

from fetcher.faults import PassingFault, PermanentFault

UNREACHABLE = (HTTPClientError, IncompleteReadError, MetadataRetrievalError, NoConnectionError)
"""Botocore's errors that may pass. Any other one of its own is raised before a call is made, for want of something."""
CONTAINER_ROLE = "container-role"
"""Credentials from the container's agent: that one may be away for a moment."""
_TOO_OFTEN = "is asked more often than the account's quota allows"
_AWAY = "is not available at the moment"
PASSING = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "BandwidthLimitExceeded",
                "LimitExceededException",
                "RequestLimitExceeded",
                "RequestThrottled",
                "RequestThrottledException",
                "ServiceQuotaExceededException",
                "SlowDown",
                "ThrottledException",
                "Throttling",
                "ThrottlingException",
                "TooManyRequestsException",
            ),
            _TOO_OFTEN,
        ),
        **dict.fromkeys(
            (
                "IDPCommunicationError",
                "InternalFailure",
                "PriorRequestNotComplete",
                "RequestTimeout",
                "RequestTimeoutException",
                "ServiceUnavailable",
                "ServiceUnavailableException",
            ),
            _AWAY,
        ),
        "InternalServerException": "failed inside",
    }
)
MODEL_FAILED = MappingProxyType(
    {
        "ModelTimeoutException": "Bedrock's model took too long over this text (ModelTimeoutException).",
        "ModelErrorException": "Bedrock's model failed over this text (ModelErrorException).",
    }
)
TOOK_TOO_LONG = MODEL_FAILED["ModelTimeoutException"]
PASSING_STATUSES = frozenset({408, 429})
"""And all from 500 on."""
NOT_READY = frozenset({"ModelNotReadyException"})
CREDENTIALS = frozenset(
    {
        "AccessDenied",
        "ExpiredToken",
        "ExpiredTokenException",
        "IDPRejectedClaim",
        "IncompleteSignatureException",
        "InvalidClientTokenId",
        "InvalidIdentityToken",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
NEEDS_PROFILE = "on-demand throughput"


class ModelNotReady(PassingFault):
    """The model is just being loaded."""


class ModelFailed(PassingFault):
    """The model itself gave up over a text: worth one more try, with fewer tokens where it took too long."""


def fault(error: BotoCoreError | ClientError, host: str = "") -> PassingFault | PermanentFault:
    """In our words: a library's own may quote what was asked. `host` is the one that was to be asked."""
    if isinstance(error, ClientError):
        return _refusal(error)
    kind = type(error).__name__
    if isinstance(error, UNREACHABLE) or _is_the_containers(error):
        at = f" at {host}" if host else ""
        return PassingFault(f"Bedrock cannot be reached{at} or broke off its answer ({kind}).")
    if isinstance(error, InvalidRegionError | NoRegionError):
        return PermanentFault(f"Bedrock's region is missing or none ({kind}): set BEDROCK_REGION, such as us-west-2.")
    if isinstance(error, ParamValidationError):
        return PermanentFault("Bedrock takes no such request: check BEDROCK_MODEL_ID and the other BEDROCK settings.")
    return PermanentFault(
        f"Bedrock cannot be asked without AWS credentials and a region ({kind}): set them by the AWS variables or the "
        "machine's role, and BEDROCK_REGION."
    )


def unreadable_file(error: OSError) -> PermanentFault:
    """A file of credentials that is not there or not to be read; botocore lets the error through as it is."""
    return PermanentFault(
        f"Bedrock cannot be asked: a file that the AWS variables name cannot be read ({type(error).__name__}). Check "
        "AWS_WEB_IDENTITY_TOKEN_FILE and the other variables that end in _FILE, or AWS_CA_BUNDLE."
    )


def _is_the_containers(error: BotoCoreError) -> bool:
    return isinstance(error, CredentialRetrievalError) and error.kwargs.get("provider") == CONTAINER_ROLE


def _refusal(error: ClientError) -> PassingFault | PermanentFault:
    code = str(error.response.get("Error", {}).get("Code", ""))
    metadata: Mapping[str, object] = error.response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode", 0)
    if code in NOT_READY:
        return ModelNotReady("Bedrock's model is just being made ready.", seconds_asked_for(metadata))
    if code in MODEL_FAILED:
        return ModelFailed(MODEL_FAILED[code], seconds_asked_for(metadata))
    if code in PASSING:
        return PassingFault(f"Bedrock's model {PASSING[code]} ({code}).", seconds_asked_for(metadata))
    if isinstance(status, int) and (status in PASSING_STATUSES or status >= 500):
        return PassingFault(f"Bedrock cannot answer at the moment (HTTP {status}).", seconds_asked_for(metadata))
    return PermanentFault(_for_a_person(code, str(error.response.get("Error", {}).get("Message", ""))))


def _for_a_person(code: str, message: str) -> str:
    if code in CREDENTIALS:
        return (
            f"Bedrock refuses the credentials ({code}): check the AWS variables or the machine's role, and its clock."
        )
    if code == "AccessDeniedException":
        return (
            "Bedrock denies access (AccessDeniedException): allow bedrock:InvokeModel (`manage.py provision_queues "
            "--print-iam`), and have access to the model granted in the region."
        )
    if code == "ResourceNotFoundException":
        return "Bedrock knows no such model in this region, or it was retired: check BEDROCK_MODEL_ID, BEDROCK_REGION."
    if NEEDS_PROFILE in message.lower():
        return (
            "This model is to be had only through an inference profile: set BEDROCK_MODEL_ID to the id of the profile, "
            "which begins with a geography such as us. or global."
        )
    if code == "ValidationException" and "temperature" in message.lower():
        return (
            "The model takes no such temperature: set BEDROCK_TEMPERATURE to another one or, to leave it out, to none."
        )
    if code == "ValidationException":
        return (
            "Bedrock refuses the request (ValidationException): check BEDROCK_MODEL_ID, BEDROCK_MAX_TOKENS and "
            "BEDROCK_TEMPERATURE (none leaves it out)."
        )
    return f"Bedrock refuses the request ({code or 'no reason given'}): check the BEDROCK settings."


def seconds_asked_for(metadata: Mapping[str, object]) -> float | None:
    """What the answer's headers ask for, Retry-After in seconds or Amazon's own in milliseconds; None without them."""
    headers = metadata.get("HTTPHeaders")
    if not isinstance(headers, Mapping):
        return None
    for name, each in (("retry-after", 1.0), ("x-amz-retry-after", 0.001)):
        text = str(headers.get(name, "")).strip()
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text) * each
    return None
