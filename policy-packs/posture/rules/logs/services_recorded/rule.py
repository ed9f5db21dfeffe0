"""Brokers, connectors, pipes, state machines and buses that carry records write down what they did, and keep what they could not deliver.

Sources: Amazon MSK Developer Guide, "Amazon MSK logging", "Logging for MSK Connect"; Amazon EventBridge User Guide, "Logging Amazon EventBridge
Pipes performance", "Using dead-letter queues to process undelivered events", "Configuring logs for Amazon EventBridge event buses" (the level is
OFF unless it is given; a delivery source of CloudWatch Logs takes the bus's logs away), "Amazon EventBridge Pipes error handling";
Amazon SNS Developer Guide, "Amazon SNS dead-letter queues" (client-side errors are never tried again);
Timestream for InfluxDB, "Log delivery"; AWS Step Functions Developer Guide, "Using CloudWatch Logs to log execution history" (the service's own
history ends after ninety days; `OFF` is the default level); AWS Security Hub User Guide, "AWS Step Functions controls" (StepFunctions.1).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import cannot_tell, must_be_one_of
from posture.values import is_unknown
from posture.view import Path

MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
_NOWHERE: Final = "writes nowhere what it did"
_LOST: Final = "loses what it could not deliver"
RECORDS: Final[dict[str, tuple[tuple[Path, ...], str]]] = {
    "aws:msk/cluster:Cluster": (
        (
            "loggingInfo.brokerLogs.cloudwatchLogs.enabled",
            "loggingInfo.brokerLogs.s3.enabled",
            "loggingInfo.brokerLogs.firehose.enabled",
        ),
        _NOWHERE,
    ),
    "aws:mskconnect/connector:Connector": (
        (
            "logDelivery.workerLogDelivery.cloudwatchLogs.enabled",
            "logDelivery.workerLogDelivery.s3.enabled",
            "logDelivery.workerLogDelivery.firehose.enabled",
        ),
        _NOWHERE,
    ),
    "aws:pipes/pipe:Pipe": (
        (
            "logConfiguration.cloudwatchLogsLogDestination",
            "logConfiguration.s3LogDestination",
            "logConfiguration.firehoseLogDestination",
        ),
        _NOWHERE,
    ),
    MACHINE: (("loggingConfiguration.logDestination",), _NOWHERE),
    "aws:timestreaminfluxdb/dbInstance:DbInstance": (("logDeliveryConfiguration.s3Configuration.enabled",), _NOWHERE),
    "aws:cloudwatch/eventBus:EventBus": (("deadLetterConfig.arn",), _LOST),
    "aws:scheduler/schedule:Schedule": (("target.deadLetterConfig.arn",), _LOST),
}
"""Type → places of which one must be there (or be true), and what is said where none is."""
_DESTINATIONS: Final = {"cloudwatchLogs": "logGroup", "s3": "bucket", "firehose": "deliveryStream"}
"""Where a switch stands → what it needs beside it to lead anywhere."""
BUS: Final = "aws:cloudwatch/eventBus:EventBus"
TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"
TOPIC: Final = ("aws:sns/topic:Topic", "aws-native:sns:Topic")
_CARRIED: Final = ("sqs", "firehose")
"""Protocols by which what is told is kept."""
PIPE: Final = "aws:pipes/pipe:Pipe"
_SOURCE: Final = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
_STREAMS: Final = ("sourceParameters.dynamodbStreamParameters", "sourceParameters.kinesisStreamParameters")
_LEVEL: Final = "loggingConfiguration.level"


@rule(*RECORDS, TARGET, SUBSCRIPTION)
def check(look: Look) -> Iterator[Fault]:
    """What carries records, by its tags or by what it uses."""
    if look.resource.type == TARGET:
        if any(bus.holds_records for bus in look.targets("eventBusName", (BUS,))) and look.value("deadLetterConfig.arn") in (None, ""):
            yield Fault(_LOST, "deadLetterConfig.arn")
        return
    if look.resource.type == SUBSCRIPTION:
        yield from _subscribed(look)
        return
    if not handles(look):
        return
    if look.resource.type == BUS:
        yield from _bus_log(look)
    elif look.resource.type == PIPE:
        yield from _stream_of_a_pipe(look)
    places, fault = RECORDS[look.resource.type]
    read = look.flag if places[0].endswith("enabled") else look.value
    values = [read(place) if _leads_somewhere(look, place) else None for place in places]
    if look.resource.type == MACHINE and look.value("loggingConfiguration") is not None:
        yield from must_be_one_of(look, _LEVEL, ("ALL", "ERROR", "FATAL"), _NOWHERE, default="OFF")
        if look.text(_LEVEL) in (None, "OFF"):
            return
    if any(value not in (None, False, "", {}, []) for value in values if not is_unknown(value)):
        return
    if any(is_unknown(value) for value in values):
        # A place that names what is not made yet is there; a switch that nobody knows is not told.
        if places[0].endswith("enabled"):
            yield cannot_tell(places[0], "whether it " + fault)
        return
    yield Fault(fault, places[0])


def _subscribed(look: Look) -> Iterator[Fault]:
    """A queue or stream that gets records from a topic; a person or a hook that is told of something gets no record."""
    if look.text("protocol") not in _CARRIED or look.value("redrivePolicy") not in (None, "", {}):
        return
    if any(topic.holds_records for topic in look.targets("topic", TOPIC)):
        yield Fault(_LOST, "redrivePolicy")


def _leads_somewhere(look: Look, place: Path) -> bool:
    """A log that is switched on goes to what is named beside the switch."""
    base, _, last = place.rpartition(".")
    beside = _DESTINATIONS.get(base.rpartition(".")[2])
    return last != "enabled" or beside is None or look.value(f"{base}.{beside}") not in (None, "")


def _bus_log(look: Look) -> Iterator[Fault]:
    """A bus whose logs are set up at one end has them at the other too."""
    level = look.text("logConfig.level")
    taken = bool(look.companions((_SOURCE,), "resourceArn"))
    if taken and level in (None, "OFF"):
        yield Fault("writes no log, though one is collected from it", "logConfig.level")
    elif taken and is_unknown(level):
        yield cannot_tell("logConfig.level", "whether it writes a log")


def _stream_of_a_pipe(look: Look) -> Iterator[Fault]:
    """A record of a stream that fails is tried until it is too old, and is then gone; a queue has dead letters of its own."""
    for place in _STREAMS:
        if look.value(place) is not None and look.value(f"{place}.deadLetterConfig.arn") in (None, ""):
            yield Fault(_LOST, f"{place}.deadLetterConfig.arn")
