"""From where a topic takes messages by itself: streams of other clouds and of vendors, buckets.

Sources: Pub/Sub documentation, "Create an import topic", "Create an Amazon Kinesis Data Streams import topic" (an account of ours takes a role of AWS
by federation), "Create an Azure Event Hubs import topic", "Create a Confluent Cloud import topic", "Create a Cloud Storage import topic".
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault
from posture.rules.gcp_buckets import BUCKET
from posture.rules.gcp_keys import foreign
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.values import is_unknown

TOPIC: Final = gcp("pubsub:Topic")
_BASE: Final = "ingestionDataSourceSettings"
_ARNS: Final = ("awsKinesis.streamArn", "awsKinesis.consumerArn", "awsKinesis.awsRoleArn", "awsMsk.clusterArn", "awsMsk.awsRoleArn")
_WITH_ACCOUNT: Final = ("awsKinesis", "awsMsk", "azureEventHubs", "confluentCloud")
_ACCOUNT: Final = re.compile(r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?P<account>\d{12}):")
_ROBOT: Final = re.compile(r"@(?P<project>[a-z][a-z0-9-]{4,28}[a-z0-9])\.iam\.gserviceaccount\.com$")


def ingested(look: Look) -> Iterator[Fault]:
    """A stranger's source writes into the zone whatever it likes; who alone knows whose a source is, is asked: then it is unproven."""
    said = look.value(_BASE)
    if said in (None, {}):
        return
    if is_unknown(said):
        yield Fault("takes messages from somewhere that is unknown until the update", _BASE, Verdict.UNPROVEN)
        return
    ours = look.approved.organization
    for name in _ARNS:
        text = look.text(prop := f"{_BASE}.{name}")
        found = _ACCOUNT.match(text) if isinstance(text, str) else None
        if found and ours.aws_account_ids and found["account"] not in ours.aws_account_ids:
            yield Fault(f"takes messages from account {found['account']} of AWS, which is not listed as ours", prop)
        elif found and not ours.aws_account_ids:
            yield Fault(f"takes messages from account {found['account']} of AWS, and no account is listed as ours", prop, Verdict.UNPROVEN)
    for kind in _WITH_ACCOUNT:
        text = look.text(prop := f"{_BASE}.{kind}.gcpServiceAccount")
        robot = _ROBOT.search(text) if isinstance(text, str) else None
        if robot and foreign(look, robot["project"]):
            yield Fault(f"takes messages by an account of project {robot['project']}, which is not listed as ours", prop)
    hub = look.text(prop := f"{_BASE}.azureEventHubs.subscriptionId")
    if isinstance(hub, str) and hub.lower() not in {one.lower() for one in ours.azure_subscription_ids}:
        known = bool(ours.azure_subscription_ids)
        yield Fault(
            f"takes messages from subscription {hub} of Azure, which is not listed as ours",
            prop,
            Verdict.VIOLATED if known else Verdict.UNPROVEN,
        )
    if look.value(prop := f"{_BASE}.confluentCloud.bootstrapServer") not in (None, ""):
        yield Fault("takes messages from a cluster of Confluent's, and nobody can say whose it is", prop, Verdict.UNPROVEN)
    bucket = look.text(prop := f"{_BASE}.cloudStorage.bucket")
    if isinstance(bucket, str) and not look.targets(prop, BUCKET):
        yield Fault("takes messages from a bucket that no resource of the stack is", prop, Verdict.UNPROVEN)
