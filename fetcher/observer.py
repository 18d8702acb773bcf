"""Where metrics and a heartbeat listen to the consumers; knows nothing of either."""


class Observer:
    """Told by every consumer of this process, from any of its threads, what happens; does nothing itself.

    Its methods are called for every message: they must be quick, and must not raise.
    """

    def received(self, queue: str, count: int) -> None:
        """A receive brought so many messages."""

    def waited(self, queue: str, seconds: float) -> None:
        """The oldest message of a receive was sent so long ago; 0 where it brought none."""

    def handled(self, queue: str, outcome: str, seconds: float) -> None:
        """One message is done with: done, dropped, later, waiting, failed or unreadable."""

    def in_hand(self, queue: str, count: int) -> None:
        """So many messages are received and not finished, from now on."""

    def beat(self, queue: str) -> None:
        """A queue's loop is alive; said every few seconds while it is healthy."""
