"""What users of IAM and their groups may do is named, like what roles may do: their credentials never end.

Source: IAM User Guide, "Identity-based policies and resource-based policies" (a user has the policies of his groups too), "Security best practices in IAM".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.identity.least_privilege.rule import _document, broad_attachment
from posture.rules.look import Look

POLICIES: Final = ("aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy")
ATTACHED: Final = ("aws:iam/userPolicyAttachment:UserPolicyAttachment", "aws:iam/groupPolicyAttachment:GroupPolicyAttachment")


@rule(*POLICIES, *ATTACHED)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified: a user stands in no zone, and reaches all of the account's."""
    if not look.scene.classified:
        return
    if look.resource.type in ATTACHED:
        yield from broad_attachment(look)
    else:
        yield from _document(look, "policy")
