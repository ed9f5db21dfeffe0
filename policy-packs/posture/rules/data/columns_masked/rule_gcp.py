"""Policy tags in zones are enforced, and a masking policy says how it masks."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

TAXONOMY: Final = gcp("datacatalog:Taxonomy")
POLICY: Final = gcp("bigquerydatapolicy:DataPolicy")
_ENFORCED: Final = "FINE_GRAINED_ACCESS_CONTROL"


@rule(*TAXONOMY, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """BigQuery documentation, "Restrict access with column-level access control" (enforce), "Mask column data"; a taxonomy enforces nothing unless told."""
    if look.zone is None:
        return
    if look.resource.type in TAXONOMY:
        types = look.texts("activatedPolicyTypes")
        if is_unknown(types) or any(is_unknown(one) for one in types):
            yield cannot_tell("activatedPolicyTypes", "whether it is enforced")
        elif _ENFORCED not in types:
            yield Fault("hides no column: its tags are not enforced", "activatedPolicyTypes")
    elif look.text("dataPolicyType") == "DATA_MASKING_POLICY":
        masks = look.mapping("dataMaskingPolicy")
        if is_unknown(masks):
            yield cannot_tell("dataMaskingPolicy", "how it masks")
        elif all(look.value(f"dataMaskingPolicy.{one}") in (None, "") for one in ("predefinedExpression", "routine")):
            yield Fault("masks nothing: it says not how", "dataMaskingPolicy")
