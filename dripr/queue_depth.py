"""Reads how much waits in a queue, and how long. Knows no app."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient

AGE_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """Message counts of one queue, approximate as SQS gives them."""

    visible: int
    in_flight: int
    delayed: int

    @property
    def total(self) -> int:
        return self.visible + self.in_flight + self.delayed


def queue_depth(client: "SQSClient", queue_url: str) -> QueueDepth:
    answer = client.get_queue_attributes(
        QueueUrl=queue_url,
        AttributeNames=[
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
        ],
    )
    attributes = answer["Attributes"]
    return QueueDepth(
        visible=int(attributes["ApproximateNumberOfMessages"]),
        in_flight=int(attributes["ApproximateNumberOfMessagesNotVisible"]),
        delayed=int(attributes["ApproximateNumberOfMessagesDelayed"]),
    )


def oldest_ages(client: Any, queue_names: Sequence[str], now: datetime) -> dict[str, int]:
    """Seconds since the oldest message of each queue came, by CloudWatch, a minute or two late.

    SQS itself does not tell, and looking into a queue counts as a receive and hides messages from the consumers.
    A queue without recent figures is left out.
    """
    if not queue_names:
        return {}
    answer = client.get_metric_data(
        MetricDataQueries=[_age_query(f"q{number}", name) for number, name in enumerate(queue_names)],
        StartTime=now - AGE_WINDOW,
        EndTime=now,
        ScanBy="TimestampDescending",
    )
    latest = {result["Id"]: result["Values"][0] for result in answer["MetricDataResults"] if result["Values"]}
    return {name: int(latest[f"q{number}"]) for number, name in enumerate(queue_names) if f"q{number}" in latest}


def _age_query(identifier: str, queue_name: str) -> dict[str, object]:
    metric = {
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateAgeOfOldestMessage",
        "Dimensions": [{"Name": "QueueName", "Value": queue_name}],
    }
    return {"Id": identifier, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}}
