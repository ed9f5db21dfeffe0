"""Names of closed networks stand in hosted zones of networks, not in one that the internet asks."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import LOAD_BALANCER, VPC_ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

ZONE: Final = ("aws:route53/zone:Zone",)
RECORD: Final = ("aws:route53/record:Record",)
_TARGETS: Final = ("aliases", "records")


@rule(*ZONE)
def check(look: Look) -> Iterator[Fault]:
    """Route 53 API Reference, CreateHostedZone: a zone without a VPC is public, and no VPC can be associated with it later."""
    networks = look.blocks("vpcs")
    if not is_unknown(networks) and networks:
        return
    for record in look.companions(RECORD, "zoneId"):
        inner = _inner(record)
        if inner is not None:
            verdict = Verdict.UNPROVEN if is_unknown(networks) else Verdict.VIOLATED
            yield Fault(f"is public: it tells the internet of {inner} ({record.name})", "vpcs", verdict)
            return


def _inner(record: Look) -> str | None:
    """An endpoint or an internal balancer of a closed network that it names; by what its value is made of, for nothing has its DNS name as an id."""
    for prop in _TARGETS:
        for urn in record.resource.property_dependencies.get(prop, ()):
            resource = record.scene.stack.by_urn.get(urn)
            if resource is None or resource.type not in (*VPC_ENDPOINT, *LOAD_BALANCER):
                continue
            target = record.scene.look(resource)
            inside = resource.type in VPC_ENDPOINT or target.flag("internal") is True
            if inside and target.zone in CLOSED_ZONES:
                return f"{target.name} of {target.zone}"
    return None
