"""In which account and region a resource lives, as far as its ARN, its own `region` or its provider tells.

Sources: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)"; Pulumi Registry, aws provider 7, "Enhanced multi-region
support" (every resource may name a region of its own).
"""

import re
from functools import lru_cache
from typing import Final

from posture.resource import Resource

_ARN: Final = re.compile(r"^arn:aws[a-z-]*:[^:]*:(?P<region>[a-z0-9-]*):(?P<account>\d{12})?:")
_REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")

_WITHIN: Final = {"aws:s3tables/table:Table": "tableBucketArn"}
"""Type → the property that names what it is built in, where its own ARN is made of that one: a preview tells as much as the state.

Source: Service Authorization Reference, "Amazon S3 Tables" (table: the bucket's ARN, `/table/` and an id).
"""


def account_of(resource: Resource) -> str | None:
    """Twelve digits, or None when nothing tells."""
    found = _arn(resource)
    if found is not None and found["account"]:
        return found["account"]
    return resource.provider.account if resource.provider is not None else None


def region_of(resource: Resource) -> str | None:
    """A region's name, or None when nothing tells."""
    own = resource.props.get("region")
    if isinstance(own, str) and _REGION.fullmatch(own):
        return own
    found = _arn(resource)
    if found is not None and found["region"]:
        return found["region"]
    return resource.provider.region if resource.provider is not None else None


def same_account(one: Resource, other: Resource) -> bool | None:
    """Whether both live in one account; None when nothing tells. One provider builds in one account, whichever that is."""
    first, second = account_of(one), account_of(other)
    if first is not None and second is not None:
        return first == second
    if one.provider is not None and other.provider is not None and one.provider.urn == other.provider.urn:
        return True
    return None


def _arn(resource: Resource) -> re.Match[str] | None:
    arn = resource.props.get("arn")
    if not isinstance(arn, str) and resource.type in _WITHIN:
        arn = resource.props.get(_WITHIN[resource.type])
    return _matched(arn) if isinstance(arn, str) else None


@lru_cache(maxsize=65536)
def _matched(arn: str) -> re.Match[str] | None:
    return _ARN.match(arn)
