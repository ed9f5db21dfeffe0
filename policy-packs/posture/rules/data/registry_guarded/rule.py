"""Image registries of a zone are immutable, scanned and encrypted with a key of one's own.

Sources: Amazon ECR User Guide, "Image tag mutability", "Templates to control repositories created during a pull through cache" (MUTABLE unless it
is given), "Enhanced scanning" (only repositories that match a filter are scanned, whatever they say themselves).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import NO_KEY, must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false, must_be_one_of, must_be_true

SCANNING: Final = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
TEMPLATE: Final = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
_KEPT: Final = ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")
_MOVED: Final = "lets a tag be moved to another image"


@rule("aws:ecr/repository:Repository", "aws-native:ecr:Repository", SCANNING, TEMPLATE)
def check(look: Look) -> Iterator[Fault]:
    """Each is off unless it is given."""
    if look.resource.type == SCANNING:
        if look.scene.classified and look.text("scanType") == "ENHANCED" and look.value("rules") in (None, []):
            yield Fault("takes images that nobody scans: enhanced scanning without a rule covers no repository", "rules")
        return
    if look.resource.type == TEMPLATE:
        if look.scene.classified and not _follows_another_registry(look):
            yield from must_be_one_of(look, "imageTagMutability", _KEPT, _MOVED, default="MUTABLE")
        return
    if not serves(look):
        return
    native = look.resource.type.startswith("aws-native:")
    yield from must_be_one_of(look, "imageTagMutability", _KEPT, _MOVED, default="MUTABLE")
    yield from must_be_true(look, "imageScanningConfiguration.scanOnPush", "takes images that nobody scans")
    yield from must_be_false(look, "emptyOnDelete" if native else "forceDelete", "is deleted with all its images")
    root = "encryptionConfiguration" if native else "encryptionConfigurations[0]"
    yield from must_be_one_of(look, f"{root}.encryptionType", ("KMS", "KMS_DSSE"), NO_KEY, default="AES256")
    if look.text(f"{root}.encryptionType") in ("KMS", "KMS_DSSE"):
        yield from must_have_own_key(look, f"{root}.kmsKey")


def _follows_another_registry(look: Look) -> bool:
    """Whether its repositories are a cache alone: an immutable one could never take the image to which its source has moved a tag.

    Source: Amazon ECR User Guide, "Considerations for using pull through cache rules".
    """
    uses = look.texts("appliedFors")
    return isinstance(uses, list) and bool(uses) and all(use == "PULL_THROUGH_CACHE" for use in uses)
