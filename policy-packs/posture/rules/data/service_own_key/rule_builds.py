"""What builds of zones leave behind is encrypted.

Source: AWS CodeBuild API Reference, ProjectArtifacts, `encryptionDisabled` ("Set to true if you do not want your output artifacts encrypted").
"""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import cannot_tell, must_be_false
from posture.values import is_unknown


@rule("aws:codebuild/project:Project")
def check(look: Look) -> Iterator[Fault]:
    """Artifacts, further artifacts, and logs in a bucket."""
    if not handles(look):
        return
    for prop in ("artifacts", "secondaryArtifacts", "logsConfig.s3Logs"):
        blocks = look.blocks(prop)
        if is_unknown(blocks):
            yield cannot_tell(prop, "whether what it leaves behind is encrypted")
            continue
        for block in blocks:
            yield from must_be_false(look, f"{block}.encryptionDisabled", "leaves behind what is not encrypted")
