"""The least that each kind of process has to be allowed. The web server calls nothing of AWS and needs no policy."""

from collections.abc import Iterable
from dataclasses import dataclass

from fetcher.provisioning.names import Names, arn_beside
from fetcher.queues import Queue

Document = dict[str, object]
GEOGRAPHIES = frozenset({"apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"})
"""What the id of a system-defined inference profile may begin with, ahead of the model's own id."""


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


@dataclass(frozen=True, slots=True)
class Model:
    """What writes the texts; an empty region is that of the queues."""

    model_id: str
    region: str = ""

    def arns(self, beside: str) -> list[str]:
        """A profile routes to the model in other regions, and both have to be allowed; of one given by its ARN the
        model is not known."""
        _, partition, _, region, account, _ = beside.split(":", 5)
        here = self.region or region
        models = f"arn:{partition}:bedrock:*::foundation-model/"
        if self.model_id.startswith("arn:"):
            is_model = ":foundation-model/" in self.model_id
            return [self.model_id] if is_model else [self.model_id, f"{models}*"]
        geography, _, model = self.model_id.partition(".")
        if geography in GEOGRAPHIES:
            profile = f"arn:{partition}:bedrock:{here}:{account}:inference-profile/{self.model_id}"
            return [profile, f"{models}{model}"]
        return [f"arn:{partition}:bedrock:{here}::foundation-model/{self.model_id}"]


def iam_policies(
    names: Names, topic_arn: str, queues: Iterable[Queue], sender: Sender, model: Model | None
) -> dict[str, Document]:
    """One policy document for the poller, one for the consumers, one for the people who run the queue commands.

    `model` is None where the texts cost nothing.
    """
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
            *([_allow("Texts", model.arns(topic_arn), "bedrock:InvokeModel")] if model else []),
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


def _document(*statements: Document) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(sid: str, resources: list[str], *actions: str) -> Document:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}
