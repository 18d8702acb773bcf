"""The least that each kind of process has to be allowed. The web server calls nothing of AWS and needs no policy."""

from collections.abc import Iterable
from dataclasses import dataclass

from fetcher.provisioning.names import Names, arn_beside
from fetcher.queues import Queue

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sender:
    """As whom the e-mails go; the configuration set is empty where none is set."""

    address: str
    configuration_set: str

    def arns(self, beside: str) -> list[str]:
        """The identity that SES verified is the domain or the address; a configuration set is a resource as well."""
        resources = [f"identity/{self.address.rpartition('@')[2]}", f"identity/{self.address}"]
        if self.configuration_set:
            resources.append(f"configuration-set/{self.configuration_set}")
        return [arn_beside(beside, "ses", resource) for resource in resources]


def iam_policies(names: Names, topic_arn: str, queues: Iterable[Queue], sender: Sender) -> dict[str, Document]:
    """One policy document for the poller, one for the consumers, one for the people who run the queue commands."""
    queues = list(queues)
    arns = [arn_beside(topic_arn, "sqs", names.queue(queue)) for queue in queues]
    dead_letters = [arn_beside(topic_arn, "sqs", names.dead_letter_queue(queue)) for queue in queues]
    stalling = [arn for arn, queue in zip(arns, queues, strict=True) if queue.to_status is not None]
    return {
        "poller": _document(
            _allow("Publish", [topic_arn], "sns:GetTopicAttributes", "sns:Publish"),
            _allow("Depths", stalling, "sqs:GetQueueAttributes"),
        ),
        "consumers": _document(
            _allow(
                "Consume",
                arns,
                "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ReceiveMessage",
            ),
            _allow("DeadLetters", dead_letters, "sqs:GetQueueUrl", "sqs:SendMessage"),
            _allow("Texts", _models(topic_arn), "bedrock:InvokeModel"),
            _allow("Mail", sender.arns(topic_arn), "ses:SendEmail", "ses:SendRawEmail"),
        ),
        "operators": _document(
            _allow("Queues", arns, "sqs:GetQueueAttributes", "sqs:PurgeQueue", "sqs:SendMessage"),
            _allow(
                "DeadLetters",
                dead_letters,
                "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:GetQueueUrl",
                "sqs:PurgeQueue",
                "sqs:ReceiveMessage",
            ),
            _allow("Ages", ["*"], "cloudwatch:GetMetricData"),  # knows no resources
        ),
    }


def _models(beside: str) -> list[str]:
    """A profile of this account routes to models in other regions, and both have to be allowed."""
    partition = beside.split(":")[1]
    return [
        f"arn:{partition}:bedrock:*::foundation-model/*",
        arn_beside(beside, "bedrock", "inference-profile/*"),
    ]


def _document(*statements: Document) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(sid: str, resources: list[str], *actions: str) -> Document:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}
