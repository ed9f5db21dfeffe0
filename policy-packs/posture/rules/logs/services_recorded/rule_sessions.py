"""What people do in sessions on hosts is recorded, encrypted.

Source: AWS Systems Manager User Guide, "Session Manager session document schema" (`s3BucketName`, `cloudWatchLogGroupName`: empty, nothing is recorded;
`s3EncryptionEnabled`, `cloudWatchEncryptionEnabled`: true unless they are switched off), "Logging session data".
"""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

DOCUMENT: Final = "aws:ssm/document:Document"
_SHELL: Final = "Standard_Stream"
_PLACES: Final = {"s3BucketName": "s3EncryptionEnabled", "cloudWatchLogGroupName": "cloudWatchEncryptionEnabled"}
"""Where a session is recorded → the switch of the encryption there."""


@rule(DOCUMENT)
def check(look: Look) -> Iterator[Fault]:
    """Preferences for shells, which are the region's; ports that are forwarded leave nothing to record."""
    if not look.scene.classified or look.text("documentType") != "Session" or look.text("documentFormat") not in (None, "JSON"):
        return
    content = look.written("content")
    if is_unknown(content):
        yield cannot_tell("content", "whether sessions on hosts are recorded")
        return
    if not isinstance(content, Mapping) or content.get("sessionType") != _SHELL:
        return
    inputs = content.get("inputs")
    given = inputs if isinstance(inputs, Mapping) else {}
    places = [place for place in _PLACES if given.get(place) not in (None, "")]
    if not places:
        yield Fault("records nowhere what people do in sessions on hosts", "content")
    for place in places:
        if given.get(_PLACES[place], True) in (False, "false"):
            yield Fault("records unencrypted what people do in sessions on hosts", "content")
