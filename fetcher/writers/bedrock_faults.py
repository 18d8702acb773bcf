"""What each error of Bedrock means: passing, not ready yet, or for a person to mend."""

from collections.abc import Mapping
from types import MappingProxyType

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
)

from fetcher.faults import PassingFault, PermanentFault

NOT_SET_UP = (NoCredentialsError, PartialCredentialsError, NoRegionError, ProfileNotFound)
PASSING = MappingProxyType(
    {
        "ThrottlingException": "is asked more often than the account's quota allows",
        "TooManyRequestsException": "is asked more often than the account's quota allows",
        "ServiceQuotaExceededException": "is asked more often than the account's quota allows",
        "ServiceUnavailableException": "is not available at the moment",
        "InternalServerException": "failed inside",
        "ModelTimeoutException": "took too long inside",
        "ModelErrorException": "failed inside",
    }
)
NOT_READY = frozenset({"ModelNotReadyException"})
CREDENTIALS = frozenset(
    {
        "ExpiredTokenException",
        "IncompleteSignatureException",
        "InvalidClientTokenId",
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


def fault(error: BotoCoreError | ClientError) -> PassingFault | PermanentFault:
    """In our words: a library's own may quote what was asked."""
    if isinstance(error, ClientError):
        return _refusal(error)
    if isinstance(error, NOT_SET_UP):
        return PermanentFault(
            "Bedrock cannot be asked without AWS credentials and a region: set them by the AWS variables or the "
            "machine's role, and BEDROCK_REGION."
        )
    if isinstance(error, ParamValidationError):
        return PermanentFault("Bedrock takes no such request: check BEDROCK_MODEL_ID and the other BEDROCK settings.")
    return PassingFault(f"Bedrock cannot be reached or broke off its answer ({type(error).__name__}).")


def _refusal(error: ClientError) -> PassingFault | PermanentFault:
    code = str(error.response.get("Error", {}).get("Code", ""))
    metadata: Mapping[str, object] = error.response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode", 0)
    if code in NOT_READY:
        return ModelNotReady("Bedrock's model is just being made ready.", seconds_asked_for(metadata))
    if code in PASSING:
        return PassingFault(f"Bedrock's model {PASSING[code]} ({code}).", seconds_asked_for(metadata))
    if status == 429 or (isinstance(status, int) and status >= 500):
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
    if code == "ValidationException":
        return "Bedrock refuses the request (ValidationException): check BEDROCK_MODEL_ID and BEDROCK_MAX_TOKENS."
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
