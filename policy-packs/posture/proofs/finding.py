"""What a proof reports: a path with the property that decides each hop, or a reason why nothing can be said."""

from posture.graph.facts import Because
from posture.proofs.verdict import Verdict
from posture.record import record


@record
class Hop:
    """One step of a path."""

    name: str
    """Name of a node, or what stands in a property: `phi-a`, `rtb-shared`, `0.0.0.0/0`."""
    urn: str | None = None
    """The resource, where it is one."""
    because: Because | None = None
    """The property that leads here."""
    detail: bool = False
    """Left out of the short form: the tables and gateways behind the first gateway."""
    place: str = ""
    """`project/stack`, where several stacks are judged as one and the path begins or goes over into this one."""

    @property
    def shown(self) -> str:
        """`phi-a`, or `phi-a [records/prod]`."""
        return f"{self.name} [{self.place}]" if self.place else self.name


@record
class Finding:
    """One cause. Prints names, addresses and printable properties only: packs receive secrets in plain text."""

    theorem: str
    """`phi-exit`, `phi-redaction`, `egress-inspection`, `zone-segmentation`, `dns-closed`, or the name of a rule."""
    verdict: Verdict
    """Violated, or unproven."""
    message: str
    """One sentence."""
    path: tuple[Hop, ...] = ()
    urn: str = ""
    """The resource to mend: the one whose property opens the path."""
    also: tuple[str, ...] = ()
    """URNs of other resources with the same fault by the same cause."""

    @property
    def shown_path(self) -> str:
        """`phi-a → rtb-shared → 0.0.0.0/0 → nat-1 → internet`; of several stacks `phi-a [records/prod] → …`."""
        return " → ".join(hop.shown for hop in self.path if not hop.detail)


@record
class TheoremResult:
    """What is said of one theorem."""

    theorem: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why it is unproven where no path is to blame: `nothing is classified phi`."""
    assumptions: tuple[str, ...] = ()
    """What the verdict rests on beyond the stack: said in the report, no reason against it."""
