"""SQS queues, SNS topics and their subscriptions.

Sources: Amazon SQS API Reference, CreateQueue; SNS API Reference, CreateTopic, Subscribe; Amazon SQS Developer Guide, "Queue name";
Pulumi Registry, aws.sqs.Queue (the id is the URL), aws.sns.Topic (the id is the ARN), aws.sns.TopicSubscription.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, AutoName, Between, Fault, JsonDocument, Length, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import KEY, QUEUE, TOPIC
from simulator.rules.aws.policy_checks import PolicyDocument

_QUEUE = "Amazon SQS API Reference, CreateQueue"
_TOPIC = "SNS API Reference, CreateTopic"


def _name(action: Action) -> str:
    return str(action.inputs.get("name") or f"{action.inputs.get('namePrefix')}{action.digits(26)}")


queue = Rules(
    QUEUE,
    source="Amazon SQS API Reference, CreateQueue; Pulumi Registry, aws.sqs.Queue",
    second_source="cfn-lint",
    checks=(
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.sqs.Queue"),
        AtMostOneOf(("kmsMasterKeyId", "sqsManagedSseEnabled"), source="Pulumi Registry, aws.sqs.Queue"),
        Between("delaySeconds", 0, 900, source=_QUEUE),
        Between("maxMessageSize", 1024, 1048576, source=_QUEUE),
        Between("messageRetentionSeconds", 60, 1209600, source=_QUEUE),
        Between("receiveWaitTimeSeconds", 0, 20, source=_QUEUE),
        Between("visibilityTimeoutSeconds", 0, 43200, source=_QUEUE),
        Between("kmsDataKeyReusePeriodSeconds", 60, 86400, source=_QUEUE),
        Allowed("deduplicationScope", ("messageGroup", "queue"), source=_QUEUE),
        Allowed("fifoThroughputLimit", ("perQueue", "perMessageGroupId"), source=_QUEUE),
        PolicyDocument("policy", "resource", source=_QUEUE),
        JsonDocument("redrivePolicy", source=_QUEUE),
        JsonDocument("redriveAllowPolicy", source=_QUEUE),
    ),
    references={
        "kmsMasterKeyId": ref(
            KEY, by=("arn", "id"), literals=("alias/*", "arn:aws:kms:*"), code="KMS.NotFoundException", anywhere=True, blocks_delete=False
        )
    },
    immutable={"fifoQueue", "name", "namePrefix"},
    autoname=AutoName("name", 80, unless=("namePrefix",)),
    defaults={
        "contentBasedDeduplication": False,
        "delaySeconds": 0,
        "fifoQueue": False,
        "maxMessageSize": 262144,
        "messageRetentionSeconds": 345600,
        "receiveWaitTimeSeconds": 0,
        "visibilityTimeoutSeconds": 30,
    },
    unique=(unique("name", code="QueueAlreadyExists", message="A queue named {name} already exists"),),
    id=lambda action: f"https://sqs.{action.region}.amazonaws.com/{action.account}/{_name(action)}",
    outputs={
        "arn": "arn:{partition}:sqs:{region}:{account}:{name}",
        "deduplicationScope": "",
        "fifoThroughputLimit": "",
        "kmsDataKeyReusePeriodSeconds": 300,
        "name": "",
        "namePrefix": "",
        "policy": "",
        "redriveAllowPolicy": "",
        "redrivePolicy": "",
        "sqsManagedSseEnabled": True,
        "url": "{id}",
    },
    normalized_json=("policy", "redrivePolicy", "redriveAllowPolicy"),
)


@queue.check(source="Amazon SQS Developer Guide, 'Queue name'", even_unknown=True)
def queue_name(inputs: Properties) -> Iterator[Fault]:
    """Up to 80 letters, digits, hyphens and underscores; a FIFO queue ends in .fifo, and only such a one."""
    yield from _fifo_name(inputs, "fifoQueue", 80)


def _fifo_name(inputs: Properties, switch: str, most: int) -> Iterator[Fault]:
    name, fifo = inputs.get("name"), inputs.get(switch) is True
    if isinstance(name, str):
        if not re.fullmatch(r"[A-Za-z0-9_-]+(\.fifo)?", name) or len(name) > most:
            yield "name", f"{name!r} is not allowed: up to {most} letters, digits, hyphens and underscores"
        elif fifo != name.endswith(".fifo") and isinstance(inputs.get(switch), bool | None):
            yield "name", f"{name!r} must {'end' if fifo else 'not end'} in .fifo when {switch} is {str(fifo).lower()}"
    if inputs.get("contentBasedDeduplication") is True and not fifo and isinstance(inputs.get(switch), bool | None):
        yield "contentBasedDeduplication", f"can be true only when {switch} is true"


@queue.computes
def queue_shown(action: Action) -> Properties:
    """Encryption with a key turns SQS's own off."""
    name = action.id.rsplit("/", 1)[1]
    made: Properties = {"name": name, "arn": f"arn:{action.partition}:sqs:{action.region}:{action.account}:{name}"}
    if action.inputs.get("kmsMasterKeyId") and action.inputs.get("sqsManagedSseEnabled") is None:
        made["sqsManagedSseEnabled"] = False
    return made


topic = Rules(
    TOPIC,
    source="SNS API Reference, CreateTopic; Pulumi Registry, aws.sns.Topic",
    second_source="cfn-lint",
    checks=(
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.sns.Topic"),
        Length("displayName", 0, 100, source=_TOPIC),
        Allowed("tracingConfig", ("Active", "PassThrough"), source=_TOPIC),
        Between("signatureVersion", 1, 2, source=_TOPIC),
        PolicyDocument("policy", "resource", source=_TOPIC),
    ),
    references={
        "kmsMasterKeyId": ref(
            KEY, by=("arn", "id"), literals=("alias/*", "arn:aws:kms:*"), code="InvalidParameter", anywhere=True, blocks_delete=False
        )
    },
    immutable={"fifoTopic", "name", "namePrefix"},
    autoname=AutoName("name", 256, unless=("namePrefix",)),
    defaults={"contentBasedDeduplication": False, "fifoTopic": False},
    id=lambda action: f"arn:{action.partition}:sns:{action.region}:{action.account}:{_name(action)}",
    outputs={
        "arn": "{id}",
        "beginningArchiveTime": "",
        "fifoThroughputScope": "",
        "maximumMessageSize": 262144,
        "name": "",
        "namePrefix": "",
        "owner": "{account}",
        "policy": "",
        "signatureVersion": 1,
        "tracingConfig": "",
    },
    normalized_json=("policy",),
)


topic_policy = Rules(
    "aws:sns/topicPolicy:TopicPolicy",
    source="SNS API Reference, SetTopicAttributes; Pulumi Registry, aws.sns.TopicPolicy (the id is the topic's ARN)",
    second_source="cfn-lint",
    checks=(PolicyDocument("policy", "resource", source="SNS API Reference, SetTopicAttributes"),),
    references={"arn": ref(TOPIC, by=("arn",), code="NotFound", anywhere=True, blocks_delete=False)},
    immutable={"arn"},
    id=lambda action: str(action.inputs["arn"]),
    outputs={"owner": "{account}"},
    normalized_json=("policy",),
)


@topic.check(source=_TOPIC, even_unknown=True)
def topic_name(inputs: Properties) -> Iterator[Fault]:
    """Up to 256 letters, digits, hyphens and underscores; a FIFO topic ends in .fifo."""
    yield from _fifo_name(inputs, "fifoTopic", 256)


@topic.computes
def topic_shown(action: Action) -> Properties:
    """Its own account may use it, where no policy is given."""
    made: Properties = {"name": action.id.rsplit(":", 1)[1]}
    if action.inputs.get("policy") is None:
        made["policy"] = (
            '{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow",'
            '"Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission",'
            '"SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],'
            f'"Resource":"{action.id}","Condition":{{"StringEquals":{{"AWS:SourceOwner":"{action.account}"}}}}}}]}}'
        )
    return made


subscription = Rules(
    "aws:sns/topicSubscription:TopicSubscription",
    source="SNS API Reference, Subscribe; Pulumi Registry, aws.sns.TopicSubscription (the id is the ARN)",
    second_source="cfn-lint",
    checks=(
        Allowed(
            "protocol",
            ("sqs", "sms", "lambda", "firehose", "application", "http", "https", "email", "email-json"),
            source="SNS API Reference, Subscribe",
        ),
        Allowed("filterPolicyScope", ("MessageAttributes", "MessageBody"), source="SNS API Reference, Subscribe"),
        JsonDocument("filterPolicy", source="SNS API Reference, Subscribe"),
        JsonDocument("redrivePolicy", source="SNS API Reference, Subscribe"),
    ),
    references={"topic": ref(TOPIC, by=("arn",), code="NotFound", anywhere=True, blocks_delete=False)},
    immutable={"endpoint", "protocol", "topic"},
    defaults={"confirmationTimeoutInMinutes": 1, "endpointAutoConfirms": False, "rawMessageDelivery": False},
    id="{topic}:{uuid}",
    outputs={
        "arn": "{id}",
        "confirmationWasAuthenticated": True,
        "filterPolicyScope": "",
        "ownerId": "{account}",
        "pendingConfirmation": False,
    },
)


@subscription.check(source="SNS API Reference, Subscribe: the endpoint is of the protocol's form", even_unknown=True)
def endpoint_fits_protocol(inputs: Properties) -> Iterator[Fault]:
    """ARNs, addresses or URLs."""
    forms = {
        "sqs": r"arn:aws[a-z-]*:sqs:.+",
        "lambda": r"arn:aws[a-z-]*:lambda:.+",
        "email": r"[^@\s]+@[^@\s]+",
        "https": r"https://.+",
        "http": r"http://.+",
    }
    protocol, endpoint = inputs.get("protocol"), inputs.get("endpoint")
    if isinstance(protocol, str) and protocol in forms and isinstance(endpoint, str) and not re.fullmatch(forms[protocol], endpoint):
        yield "endpoint", f"{endpoint!r} is not an endpoint of protocol {protocol}"
