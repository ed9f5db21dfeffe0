"""Access points of records have a policy."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part, must_have_part
from posture.values import is_unknown

_POLICY: Final = Part(("policy",), ("aws:s3control/accessPointPolicy:AccessPointPolicy",), "accessPointArn")


@rule("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")
def check(look: Look) -> Iterator[Fault]:
    """Inline or as a resource of its own; what it lets strangers do is the theorem `phi-exit`."""
    if look.holds_records or any(bucket.holds_records for bucket in look.targets("bucket", BUCKET)):
        for fault in must_have_part(look, _POLICY, "names nobody who may use it: it has no policy"):
            if not is_unknown(look.value("policy")):
                yield fault
