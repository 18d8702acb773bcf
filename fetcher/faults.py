"""The two ways in which the outside world fails."""


class ProviderError(Exception):
    """A source of data gave no usable answer."""


class PassingFault(ProviderError):
    """The source cannot answer at the moment; asking again later may help.

    `retry_after` is the number of seconds that the source itself asked for, None where it named none.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PermanentFault(ProviderError):
    """Asking again cannot help; the message is for the person who has to mend it."""
