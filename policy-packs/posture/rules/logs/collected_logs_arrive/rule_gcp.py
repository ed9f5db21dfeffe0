"""Sinks beside zones are switched on, take the logs of all projects below, leave no audit logs out, and end at what is ours."""

import re
from collections.abc import Iterator
from typing import Final

from posture.proofs.search import HOLDERS
from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.gcp_keys import foreign
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import is_unknown
from posture.view import Path

ABOVE: Final = gcp("logging:FolderSink", "logging:OrganizationSink")
SINKS: Final = (*ABOVE, *gcp("logging:ProjectSink"))
EXCLUSIONS: Final = gcp("logging:ProjectExclusion", "logging:FolderExclusion", "logging:OrganizationExclusion")
KEPT: Final = gcp("logging:ProjectBucketConfig")
TRANSFER: Final = gcp("storage:TransferJob")
VIEW: Final = gcp("logging:LogView")
_BUCKET: Final = re.compile(r"^projects/(?P<project>[^/]+)/")
_MADE_BY_GOOGLE: Final = ("_Default", "_Required")
_AUDIT: Final = re.compile(
    r"(?P<not>\b(?:NOT|-)\s*\(?\s*)?(?:logName|log_id|protoPayload)[^)]*?(?:cloudaudit|data_access|activity|AuditLog)", re.I
)
_OTHER: Final = re.compile(r"\b(?:logName|log_id|resource\.type|httpRequest|severity)\b", re.I)
_PROJECT: Final = re.compile(r"^(?:logging|pubsub|bigquery)\.googleapis\.com/projects/(?P<project>[^/]+)")
_STORAGE: Final = "storage.googleapis.com/"


@rule(*SINKS, *EXCLUSIONS, *KEPT, *TRANSFER, *VIEW)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Logging documentation, "Aggregated sinks overview": a sink of a folder takes the folder's own logs alone, unless it is told otherwise.

    "Exclusion filters": what one matches goes to no destination of the sink, and one of a project stands in its `_Default` sink.
    """
    if not look.scene.classified:
        return
    if look.resource.type in EXCLUSIONS:
        yield from _excluded(look, "")
        return
    if look.resource.type in KEPT:
        yield from _filled(look)
        return
    if look.resource.type in VIEW:
        # Cloud Logging documentation, "Configure log views on a log bucket": who is let in here reads what others write there.
        named = _BUCKET.match(text) if isinstance(text := look.value("bucket"), str) else None
        if named is not None and foreign(look, named["project"]):
            yield Fault(f"shows logs of project {named['project']}, which is not listed as ours", "bucket")
        return
    if look.resource.type in TRANSFER:
        yield from _moved(look)
        return
    yield from must_be_false(look, "disabled", "sends nothing: it is switched off")
    if look.resource.type in ABOVE and look.flag("interceptChildren") is not True:
        yield from must_be_true(look, "includeChildren", "takes no logs of the projects below")
    for block in items(look, "exclusions"):
        yield from _excluded(look, f"{block}.")
    yield from _ends(look)
    if look.flag("uniqueWriterIdentity") is False:
        # Provider reference, `gcp.logging.ProjectSink`: cloud-logs@system.gserviceaccount.com, whichever customer's the sink is.
        yield Fault("writes as an account that sinks of everybody share: whoever lets it in lets in theirs", "uniqueWriterIdentity")


def _moved(look: Look) -> Iterator[Fault]:
    """Storage Transfer API, transferJobs, LoggingConfig: 'if empty, no logs are generated', of actions and of states alike."""
    if look.value("loggingConfig") is None or look.value("transferSpec.gcsDataSource") is None:
        return
    for prop, what in (("logActions", "actions"), ("logActionStates", "states")):
        if look.value(f"loggingConfig.{prop}") in (None, [], ()):
            yield Fault(f"is set up to log what it moves, and logs nothing: it names no {what}", f"loggingConfig.{prop}")


def _excluded(look: Look, root: Path) -> Iterator[Fault]:
    """Logging query language: a filter that names audit logs, or nothing at all, takes them away. One that denies them does not."""
    if look.flag(f"{root}disabled") is True:
        return
    prop = f"{root}filter"
    text = look.text(prop)
    if is_unknown(text):
        yield cannot_tell(prop, "what it leaves out")
        return
    named = [found["not"] for found in _AUDIT.finditer(text or "")]
    if not text or any(denied is None for denied in named):
        yield Fault("leaves audit logs out", prop)
    elif not named and not _OTHER.search(text):
        yield Fault("may leave audit logs out: it names no other log", prop, Verdict.UNPROVEN)


def _ends(look: Look) -> Iterator[Fault]:
    """ "Route logs to supported destinations": a destination names its project, but for a bucket, which has a name alone."""
    text = look.value("destination")
    if not isinstance(text, str):
        return
    named = _PROJECT.match(text)
    if named is not None and foreign(look, named["project"]):
        yield Fault(f"sends logs to project {named['project']}, which is not listed as ours", "destination")
    bucket = text.removeprefix(_STORAGE)
    if text.startswith(_STORAGE) and bucket not in {look.scene.look(one).text("name") for one in look.scene.of(BUCKET)}:
        yield Fault("sends logs to a bucket that no resource of the stack is", "destination", Verdict.UNPROVEN)


def _filled(look: Look) -> Iterator[Fault]:
    """ "Route logs to supported destinations": nothing reaches a bucket that was made but by a sink.

    An archive beside the zones of records, or of what is not classified, may be filled by sinks of other stacks. That of a zone's own project is its own.
    """
    name = look.text("bucketId")
    if look.zone not in HOLDERS or not isinstance(name, str) or name in _MADE_BY_GOOGLE:
        return
    for sink in (look.scene.look(one) for one in look.scene.of(SINKS)):
        text = sink.value("destination")
        if is_unknown(text) or (isinstance(text, str) and text.rpartition("/")[2] == name):
            return
    yield Fault("keeps no logs: no sink ends here", "bucketId")
