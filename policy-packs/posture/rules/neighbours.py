"""Which resources use which: what serves classified data without being classified itself, such as a key or a log group without tags.

A resource uses another by a property dependency, or by a literal that is its ARN, id or unmistakable name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.proofs.search import HOLDERS
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET, KEY_ALIAS, LOG_GROUP, VPC_ENDPOINT
from posture.resource import Resource
from posture.rules.aws_keys import KEYS
from posture.rules.azure_ids import owners
from posture.rules.azure_paths import PREFIX
from posture.rules.gcp_words import PREFIX as GCP
from posture.rules.look import Look, Scene
from posture.rules.scope import guarded

SHORTEST_NAME: Final = 12
_LONGEST: Final = 2048
_PLACES: Final = ("/subscriptions/", "https://")
"""How what is told by its place in Azure begins."""
_BEGINNINGS: Final = ("/", "s3://", "https://")
_BUCKET_ARN: Final = re.compile(r"arn:aws[a-z-]*:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?=[/\"'\]])")
_NOBODY: Final = ("pulumi:", "aws:iam/", "aws-native:iam:", "azure-native:authorization:")
"""Types whose uses say nothing: stacks and providers, roles and policies that name many things."""
_DIAGNOSTICS: Final = "azure-native:monitor:DiagnosticSetting"
_JOINS: Final = (
    "aws:s3/bucketLogging",
    "aws:s3/bucketReplicationConfig",
    "aws:sns/topicSubscription",
    "aws:s3/bucketNotification",
    "aws:dms/replicationTask",
    "aws:pipes/pipe",
    "aws:dynamodb/kinesisStreamingDestination",
    "aws:ec2/volumeAttachment",
)
_NO_NOTICES: Final = ("aws:sns/", "aws-native:sns:", "aws:s3/bucketNotification", "aws:lambda/", "aws:ecs/")
"""What uses a topic to say more than that something happened: its own companions, buckets, and programs."""
_FROM_A_ZONE: Final = (
    "aws:s3/accessPoint:AccessPoint",
    "aws-native:s3:AccessPoint",
    *VPC_ENDPOINT,
    "aws:lambda/function:Function",
    "aws:ec2/instance:Instance",
)
_WITHOUT_TAGS: Final = frozenset(
    {
        "aws:docdb/clusterSnapshot:ClusterSnapshot",
        "aws:docdb/globalCluster:GlobalCluster",
        "aws:neptune/clusterSnapshot:ClusterSnapshot",
        "aws:neptune/globalCluster:GlobalCluster",
        "aws:redshiftserverless/snapshot:Snapshot",
        "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
    }
)
"""Stores whose resources take no tags (Pulumi Registry): they hold what their source holds, which says it."""
DATA_STORES: Final = tuple(
    token
    for token, service in STORES.items()
    if service not in ("kms", "logs", "ssm", "ecr") and "ccessPoint" not in token and token not in _WITHOUT_TAGS
)
"""Types that hold data of the program's own."""
_STORES: Final = frozenset(DATA_STORES)
BUS: Final = ("aws:cloudwatch/eventBus:EventBus",)
"""No store by itself, but it passes on, and archives keep, whatever is told on it."""
_PASSED_ON: Final = (*KEY_ALIAS, *LOG_GROUP)
"""What uses a key for others: an alias, and a log group, of which what it records says whom it serves."""


def users(look: Look) -> list[Look]:
    """Resources of the stack that use this one."""
    return [look.scene.look_at(urn) for urn in _uses(look.scene)[1].get(look.urn, ())]


def used(look: Look) -> list[Look]:
    """Resources of the stack that this one uses."""
    return [look.scene.look_at(urn) for urn in _uses(look.scene)[0].get(look.urn, ())]


def zone_in_use(look: Look) -> ZoneName | None:
    """Its zone; else the zone of what it is a part of: a template of its fleet, a task of its service, a rule group of its firewall."""
    if look.zone is not None:
        return look.zone
    return next((zone for user in users(look) if user.urn != look.urn and (zone := user.zone) is not None), None)


def serves(look: Look) -> bool:
    """Whether it belongs to a zone or to classified data, by itself or by what uses it: directly, by an alias, or by a companion."""
    known: dict[str, bool] = look.scene.notes.setdefault("serves", {})
    if look.urn not in known:
        known[look.urn] = guarded(look) if look.classified else next(_served(look), None) is not None
    return known[look.urn]


def handles(look: Look) -> bool:
    """Whether it belongs to a zone or to classified data, or uses something that does: a key, a bucket, a catalog's database."""
    return guarded(look) or any(guarded(one) or serves(one) for one in used(look))


def serves_records(look: Look) -> bool:
    """Whether it holds records, or what holds records uses it."""
    return look.holds_records or any(one.holds_records for one in _served(look))


def _served(look: Look) -> Iterator[Look]:
    """What is classified and uses this; a user that is not classified is asked for what else it uses (the bucket of its encryption)."""
    for user in users(look):
        if user.resource.type == _DIAGNOSTICS and any(target.urn == look.urn for target in user.targets("resourceUri")):
            continue  # where it is recorded says nothing of what it serves
        if user.classified:
            if guarded(user):
                yield user
        elif user.resource.type in _PASSED_ON:
            yield from _served(user)
        else:
            yield from (
                other for other in used(user) if other.urn != look.urn and other.classified and guarded(other) and _holds(other, look)
            )


def _holds(other: Look, look: Look) -> bool:
    """A key that stands beside another key, or a network, tells nothing of what it encrypts."""
    return other.resource.type.rsplit(":", 1)[-1] != look.resource.type.rsplit(":", 1)[-1]


def _uses(scene: Scene) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    if "uses" not in scene.notes:
        forward: dict[str, list[str]] = {}
        backward: dict[str, list[str]] = defaultdict(list)
        known = scene.stack.by_urn
        # An account's number is the id of settings of the account, and nobody's name.
        owners_of = {
            name: tuple([one.urn for one in named if one.custom]) for name, named in scene.stack.by_literal.items() if not name.isdigit()
        }
        nobody = {token for token in scene.by_type if token.startswith(_NOBODY)}
        for resource in scene.stack:
            if not resource.custom or resource.type in nobody:
                continue
            found: set[str] = set()
            for urns in resource.property_dependencies.values():
                found |= urns
            for text in texts_of(scene, resource):
                if text in owners_of:
                    found.update(owners_of[text])
                if text.startswith(_BEGINNINGS):
                    found.update(_at_place(scene, text))
            if resource.type.startswith((PREFIX, GCP)) and (above := scene.look(resource).parent) is not None:
                found.add(above.urn)
            found.discard(resource.urn)
            if found:
                forward[resource.urn] = uses = sorted(known.keys() & found)
                for urn in uses:
                    backward[urn].append(resource.urn)
        scene.notes["uses"] = (forward, backward)
    found_uses: tuple[Mapping[str, list[str]], Mapping[str, list[str]]] = scene.notes["uses"]
    return found_uses


def _at_place(scene: Scene, text: str) -> Iterator[str]:
    """Whom an id of Azure, the address of something of Azure's or a place in S3 names."""
    if text[0] == "/":
        yield from (one.urn for one in scene.stack.named(text) if one.custom)
    if text.startswith("s3://"):
        yield from (one.urn for one in scene.stack.named(text.removeprefix("s3://").partition("/")[0]) if one.custom)
    elif text.startswith(_PLACES):
        yield from owners(scene.places, text)


def texts_of(scene: Scene, resource: Resource) -> list[str]:
    """Every text of its properties that is long enough for a name, and no document; in no order. Gathered once: several rules walk all resources."""
    return _told(scene, resource)[0]


def short_texts_of(scene: Scene, resource: Resource) -> list[str]:
    """Every text of its properties that is too short to be unmistakable; in no order."""
    return _told(scene, resource)[1]


def _told(scene: Scene, resource: Resource) -> tuple[list[str], list[str]]:
    known: dict[str, tuple[list[str], list[str]]] = scene.notes.setdefault("texts", {})
    found = known.get(resource.urn)
    if found is None:
        found = known[resource.urn] = _texts(resource.props)
    return found


def _texts(value: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    found: list[str] = []
    short: list[str] = []
    left: list[Any] = [value]
    for item in left:  # it grows on the way
        if isinstance(item, str):
            if (length := len(item)) < _LONGEST:
                (found if length >= SHORTEST_NAME else short).append(item)
        elif item is None or isinstance(item, int):
            continue  # nothing, flags and numbers: what else there is takes longer to tell
        elif isinstance(item, (dict, list, tuple, Mapping)):
            left += item if isinstance(item, (list, tuple)) else item.values()
    return found, short


def records_beside(look: Look) -> tuple[Look, str] | None:
    """What shows that a store belongs to records, and how: they share a key, the store is used from their zone, or feeds or copies them."""
    for key in () if is_for_alarms(look) else keys_of(look):
        if key.zone in HOLDERS:
            return key, f"it is encrypted with {key.name}, the key of {key.zone}" if _is_key(key) else f"it names {key.name} of {key.zone}"
        for other in _encrypted_with(key):
            if other.urn != look.urn and is_store(other) and other.holds_records:
                return other, f"it shares the key {key.name} with {other.name}"
    for user in users(look):
        if user.zone in HOLDERS and user.resource.type in _FROM_A_ZONE:
            return user, f"{user.name} of {user.zone} uses it"
    if (endpoint := _lets_in(look)) is not None:
        return endpoint, f"the policy of {endpoint.name} of {endpoint.zone} names it"
    joined = joined_to_records(look)
    return (joined, f"it is joined to {joined.name}") if joined is not None else None


def joined_to_records(look: Look) -> Look | None:
    """A store of records that it names, that names it, or that something joins to it."""
    return next((other for other in _linked(look) if other.urn != look.urn and is_store(other) and other.holds_records), None)


def _lets_in(bucket: Look) -> Look | None:
    """An endpoint of phi or deidentification whose policy names this bucket by its ARN: what the zone writes there are its records."""
    name = bucket.value("bucket") if bucket.resource.type in BUCKET else None
    if not isinstance(name, str):
        return None
    scene = bucket.scene
    if "named by endpoints" not in scene.notes:
        ends = (scene.look(one) for one in scene.of(VPC_ENDPOINT))
        scene.notes["named by endpoints"] = {found: end for end in ends if end.zone in HOLDERS for found in buckets_named(end)}
    found_endpoint: Look | None = scene.notes["named by endpoints"].get(name)
    return found_endpoint


def buckets_named(endpoint: Look) -> list[str]:
    """Buckets that an endpoint's own policy names by their ARNs."""
    return _BUCKET_ARN.findall(str(endpoint.value("policy")))


def is_for_alarms(look: Look) -> bool:
    """A topic that alarms and notices go to may borrow any key: they tell about records, and hold none."""
    return STORES.get(look.resource.type) == "sns" and any(
        user.resource.custom and not user.resource.type.startswith(_NO_NOTICES) for user in users(look)
    )


def is_store(look: Look) -> bool:
    """Whether it holds data of the program's own: no key, log group, setting or image."""
    return look.resource.type in _STORES


def keys_of(look: Look) -> Iterator[Look]:
    """Keys of the stack that encrypt it, by a property of its own or by a companion's."""
    for holder in (look, *(user for user in users(look) if not user.classified and "ncryption" in user.resource.type)):
        for one in used(holder):
            yield from (used(one) if one.resource.type in KEY_ALIAS else (one,))


def _is_key(look: Look) -> bool:
    return look.resource.type in KEYS or "key" in look.resource.type.rpartition(":")[2].lower()


def _encrypted_with(key: Look) -> Iterator[Look]:
    if key.resource.type not in KEYS:
        return
    for user in users(key):
        if user.resource.type in KEY_ALIAS:
            yield from users(user)
        elif "ncryption" in user.resource.type:
            yield from used(user)
        else:
            yield user


def _linked(look: Look) -> Iterator[Look]:
    """What it names, what names it, and what a resource that joins the two names beside it."""
    yield from used(look)
    for user in users(look):
        yield user
        if user.resource.type.startswith(_JOINS):
            yield from used(user)
