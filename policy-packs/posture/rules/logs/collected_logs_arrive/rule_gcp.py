"""Sinks beside zones are switched on, and those above projects take the logs of all of them."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_true

ABOVE: Final = gcp("logging:FolderSink", "logging:OrganizationSink")
SINKS: Final = (*ABOVE, *gcp("logging:ProjectSink"))


@rule(*SINKS)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Logging documentation, "Aggregated sinks overview": a sink of a folder takes the folder's own logs alone, unless it is told otherwise."""
    if not look.scene.classified:
        return
    yield from must_be_false(look, "disabled", "sends nothing: it is switched off")
    if look.resource.type in ABOVE and look.flag("interceptChildren") is not True:
        yield from must_be_true(look, "includeChildren", "takes no logs of the projects below")
