"""What is set up to collect the logs of machines, or to export those of a workspace, does so."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import used, zone_in_use
from posture.rules.words import cannot_tell, must_be_set, must_be_true
from posture.values import is_unknown

COLLECTION: Final = az("monitor:DataCollectionRule")
EXPORT: Final = az("operationalinsights:DataExport")
_SYSLOG: Final = "dataSources.syslog"
_DIRECT: Final = ("direct", "workspacetransforms")
"""Kinds of rules that take what programs send, or what a workspace takes in: they have no sources."""


@rule(*COLLECTION, *EXPORT)
def check(look: Look) -> Iterator[Fault]:
    """Azure Monitor documentation, "Structure of a data collection rule"; "Log Analytics workspace data export in Azure Monitor"."""
    if look.zone is None and zone_in_use(look) is None and not any(other.zone is not None for other in used(look)):
        return
    if look.resource.type in EXPORT:
        yield from must_be_true(look, "enable", "is switched off: the archive gets no logs", default=True)
        return
    kind = look.text("kind")
    if is_unknown(kind) or (kind or "").lower() in _DIRECT:
        return
    yield from _sources(look)
    yield from _flows(look)
    for block in blocks_of(look, "destinations.logAnalytics"):
        yield from must_be_set(look, f"{block}.workspaceResourceId", "sends logs to a workspace that it does not name")


def _sources(look: Look) -> Iterator[Fault]:
    sources = look.value("dataSources")
    if is_unknown(sources):
        yield cannot_tell("dataSources", "whether it collects anything")
    elif not isinstance(sources, dict) or not any(is_unknown(one) or one for one in sources.values()):
        yield Fault("collects nothing", "dataSources")
    for block in blocks_of(look, _SYSLOG):
        for part in ("facilityNames", "logLevels", "streams"):
            yield from must_be_set(look, f"{block}.{part}", f"does not say which {part} of the system log it collects")


def _flows(look: Look) -> Iterator[Fault]:
    flows = look.listed("dataFlows")
    if is_unknown(flows):
        yield cannot_tell("dataFlows", "where it sends what it collects")
    elif not flows:
        yield Fault("sends what it collects nowhere", "dataFlows")
    for block in blocks_of(look, "dataFlows"):
        yield from must_be_set(look, f"{block}.destinations", "sends what it collects nowhere")
