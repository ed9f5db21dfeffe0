"""Hosts of zones give their credentials only to who asks with a session token (IMDSv2)."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_one_of
from posture.values import is_unknown

HOST: Final = (
    "aws:ec2/instance:Instance",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws-native:ec2:Instance",
    "aws-native:ec2:LaunchTemplate",
)
_NATIVE_TEMPLATE: Final = "aws-native:ec2:LaunchTemplate"
TEMPLATE: Final = ("aws:ec2/launchTemplate:LaunchTemplate", _NATIVE_TEMPLATE)
_BY_TEMPLATE: Final = ("launchTemplate.id", "launchTemplate.name", "launchTemplate.launchTemplateId", "launchTemplate.launchTemplateName")
_FARTHEST: Final = 2
"""Hops: a container on the host is one further."""


@rule(*HOST)
def check(look: Look) -> Iterator[Fault]:
    """Tokens required, and answers that go no further than the host's containers."""
    options = "launchTemplateData.metadataOptions" if look.resource.type == _NATIVE_TEMPLATE else "metadataOptions"
    if zone_in_use(look) is None or look.text(f"{options}.httpEndpoint") == "disabled":
        return
    if look.value(options) is None and any(look.targets(prop, TEMPLATE) for prop in _BY_TEMPLATE):
        return  # the template says it, and is judged
    yield from must_be_one_of(look, f"{options}.httpTokens", ("required",), "gives its credentials to who asks without a token")
    hops = look.number(f"{options}.httpPutResponseHopLimit")
    if is_unknown(hops):
        yield cannot_tell(f"{options}.httpPutResponseHopLimit", "how far its credentials go")
    elif hops is not None and hops > _FARTHEST:
        yield Fault(f"lets its credentials travel {hops} hops", f"{options}.httpPutResponseHopLimit")
