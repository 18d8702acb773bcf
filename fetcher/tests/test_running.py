import threading

from fetcher.running import finish_all


class Unhurried:
    """Has finished once all three are at it."""

    def __init__(self, together: threading.Barrier) -> None:
        self.together = together
        self.deadline = 0.0

    def finish(self, deadline: float) -> None:
        self.together.wait(5)
        self.deadline = deadline


def test_consumers_of_one_process_end_side_by_side() -> None:
    together = threading.Barrier(3)
    consumers = [Unhurried(together) for _ in range(3)]
    finish_all(consumers, 42)
    assert [consumer.deadline for consumer in consumers] == [42, 42, 42]
