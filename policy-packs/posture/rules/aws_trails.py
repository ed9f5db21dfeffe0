"""Whether the trails of a stack record who reads the objects of a bucket.

Source: AWS CloudTrail User Guide, "Logging data events": basic selectors name objects by `arn:aws:s3`, by bucket or by prefix; advanced ones by
`resources.ARN` with equals, startsWith and their opposites, and `readOnly`; without `resources.ARN` they record every object.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_OBJECTS: Final = "AWS::S3::Object"
_EVERY: Final = frozenset({"arn:aws:s3", "arn:aws:s3:::", "arn:aws-us-gov:s3", "arn:aws-cn:s3"})
_PREFIX: Final = ":s3:::"


def left_out(trail: Look, trails: tuple[str, ...]) -> Iterator[tuple[Look, bool]]:
    """Each bucket with records whose objects no trail of the stack records as they are read, and whether for certain.

    A bucket that a trail writes into is left out of account: its own records would fill it.
    """
    every = [trail.scene.look(one) for one in trail.scene.of(trails)]
    own = {bucket.urn for one in every for bucket in one.targets("s3BucketName", GENERAL_BUCKET)}
    for resource in trail.scene.of(GENERAL_BUCKET):
        bucket = trail.scene.look(resource)
        if bucket.urn in own or not bucket.holds_records:
            continue
        seen = [answer for one in every for answer in (_basic(one, bucket), _advanced(one, bucket))]
        if True not in seen:
            yield bucket, None not in seen


def _basic(trail: Look, bucket: Look) -> bool | None:
    """None: a value is not known."""
    found: list[bool | None] = []
    for block in _known(trail.blocks("eventSelectors"), found):
        if trail.text(f"{block}.readWriteType") == "WriteOnly":
            continue
        for data in _known(trail.blocks(f"{block}.dataResources"), found):
            if trail.text(f"{data}.type") == _OBJECTS:
                found.append(_names(trail, f"{data}.values", bucket))
    return _any(found)


def _advanced(trail: Look, bucket: Look) -> bool | None:
    found: list[bool | None] = []
    for block in _known(trail.blocks("advancedEventSelectors"), found):
        fields = {trail.text(f"{place}.field"): place for place in _known(trail.blocks(f"{block}.fieldSelectors"), found)}
        kind, reads, arn = (fields.get(name) for name in ("resources.type", "readOnly", "resources.ARN"))
        if kind is None or trail.texts(f"{kind}.equals") != [_OBJECTS]:
            continue
        if reads is not None and trail.texts(f"{reads}.equals") == ["false"]:
            continue
        if arn is None:
            found.append(True)
            continue
        for without in ("notEquals", "notStartsWith"):
            if trail.value(f"{arn}.{without}"):
                barred = _names(trail, f"{arn}.{without}", bucket)
                found.append(None if barred is None else not barred)
        for within in ("equals", "startsWith"):
            if trail.value(f"{arn}.{within}"):
                found.append(_names(trail, f"{arn}.{within}", bucket))
    return _any(found)


def _names(trail: Look, path: str, bucket: Look) -> bool | None:
    """Whether a list of ARNs names all of the bucket's objects, and no prefix of them alone."""
    values = trail.texts(path)
    listed: list[str | Unknown] = [values] if isinstance(values, Unknown) else list(values)
    name = bucket.text("bucket")
    name = name if isinstance(name, str) else bucket.resource.id
    for value in listed:
        if isinstance(value, str):
            inner = value.partition(_PREFIX)[2]
            if value in _EVERY or (isinstance(name, str) and inner.rstrip("*") in (name, f"{name}/")):
                return True
    if any(is_unknown(value) for value in listed):
        return True if bucket.urn in {one.urn for one in trail.targets(path, GENERAL_BUCKET)} else None
    return False


def _known(blocks: list[str] | Unknown, found: list[bool | None]) -> list[str]:
    if isinstance(blocks, Unknown):
        found.append(None)
        return []
    return blocks


def _any(found: list[bool | None]) -> bool | None:
    return True if True in found else None if None in found else False
