"""Keys of zones stand in hardware, or outside of Google."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import KEY
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_one_of


@rule(*KEY)
def check(look: Look) -> Iterator[Fault]:
    """Cloud KMS documentation, "Protection levels": software unless it is given."""
    if guarded(look):
        prop = "versionTemplate.protectionLevel"
        yield from must_be_one_of(
            look, prop, ("HSM", "EXTERNAL", "EXTERNAL_VPC", "HSM_SINGLE_TENANT"), "is kept in software", default="SOFTWARE"
        )
