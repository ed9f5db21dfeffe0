"""The report as one document. Every form (HTML, JSON, SARIF, OSCAL) is made from it, so that they can't disagree.

It holds names, types, URNs, zones, hashes and what findings say, which is printable by itself; never a property's value beyond that, for
packs and states hold secrets.
"""

from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

VERSION: Final = 1
"""Changes when a field changes its meaning."""


class Part(BaseModel):
    """A part of the report: written once, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Part):
    """A file that the judgement rests on."""

    role: str
    """`stack`, `posture.yaml`, `plan` or `waivers`."""
    path: str
    sha256: str
    form: str = ""
    """Of a stack: `state` or `preview`."""
    engine: str = ""
    """Of a state: version of the Pulumi engine that wrote it; empty where the file does not say."""


class Tool(Part):
    """What judged."""

    name: str
    version: str


class PackUsed(Part):
    """A pack that was judged by."""

    name: str
    theorems: int
    rules: int


class Clause(Part):
    """A requirement of a framework."""

    framework: str
    id: str
    title: str


class Link(Part):
    """Where it is written."""

    title: str
    url: str | None = None


class About(Part):
    """What is known of a theorem or rule, whatever was judged: its metadata, its packs and its clauses."""

    id: str
    kind: str
    """`theorem`, `rule`, or `duty` (what the judgement asks of the reviewer's own files and programs)."""
    topic: str
    title: str
    severity: str
    why: str
    fix: str
    snippet: str
    references: tuple[Link, ...]
    clauses: tuple[Clause, ...]
    packs: tuple[str, ...]


class Result(Part):
    """What is said of one theorem or rule."""

    id: str
    verdict: str
    reasons: tuple[str, ...] = ()
    """Why it is unproven where no path is to blame."""
    causes: tuple[str, ...] = ()
    """Ids of the causes among `causes` that it names."""


class Step(Part):
    """One hop of a path."""

    name: str
    urn: str | None = None
    zone: str | None = None
    place: str = ""
    """The stack, where several are judged as one and the path goes over into it."""
    resource: str = ""
    """The resource whose property leads here."""
    prop: str = ""
    """That property."""
    value: str = ""
    """What stands there, where it is printable."""
    detail: bool = False
    """Left out of the short form."""


class Said(Part):
    """What one theorem or rule says of a cause."""

    rule: str
    title: str
    severity: str
    verdict: str
    message: str
    path: tuple[Step, ...] = ()


class WaiverUsed(Part):
    """A waiver of the reviewer's file, and what became of it."""

    rule: str
    resource: str
    owner: str
    approver: str
    reason: str
    expires: date
    days_left: int
    status: str
    """`in force`, `unused`, `expired`, or `not judged` (its rule is in no pack that was asked for)."""
    excuses: int = 0
    """Findings that it excuses."""
    long: bool = False
    """Whether it ends more than a year ahead."""


class Cause(Part):
    """One thing to mend, with everything that theorems and rules say of it. `said[0]` is the gravest."""

    id: str
    """Stable over runs: a hash of the rule, the resource and the property."""
    verdict: str
    """`violated`, `unproven`, or `waived`."""
    severity: str
    urn: str
    name: str
    type: str
    file: str
    prop: str
    zones: tuple[str, ...]
    said: tuple[Said, ...]
    also: tuple[str, ...]
    """Names of other resources that have the same fault by the same cause."""
    frameworks: tuple[str, ...]
    """Ids of the frameworks with a clause about it."""
    ways: tuple[tuple[str, ...], ...]
    """Zones and outsides that its paths go through, as the map names them; none where they stay in one."""
    waiver: WaiverUsed | None = None


class ZoneReport(Part):
    """One zone: its verdict, and what stands in it."""

    name: str
    verdict: str
    """`proven`, `violated`, `unproven`, `waived` (proven but for what waivers excuse), or `absent` (nothing of the judged stacks stands in it)."""
    violated: int
    unproven: int
    waived: int
    networks: tuple[str, ...]
    counts: dict[str, int]
    """Kind of node → how many."""


class FlowReport(Part):
    """An approved flow."""

    source: str
    target: str
    service: str
    port: int
    seen: bool
    """Whether a connection of the judged stacks is it."""


class RequirementReport(Part):
    """One requirement of a framework."""

    id: str
    title: str
    text: str
    coverage: str
    """`covered`, `partly` or `not technical`."""
    verdict: str
    """Worst of the results that were judged; `not judged` where none was, `nothing to judge` where the stacks have nothing that they look at;
    `waived` where all is proven but for what waivers excuse."""
    missing: str
    """What theorems and rules leave to be shown otherwise; of what is not technical, why."""
    results: tuple[tuple[str, str], ...] = ()
    """Theorems and rules that support it, and the verdict of each."""


class FrameworkReport(Part):
    """A framework with every requirement."""

    id: str
    title: str
    version: str
    source: str
    requirements: tuple[RequirementReport, ...]


class StoreReport(Part):
    """Something that holds data."""

    name: str
    type: str
    zone: str | None
    data_class: str | None


class Thing(Part):
    """A model, a data set or an agent."""

    kind: str
    name: str
    type: str
    zone: str | None


class ProviderReport(Part):
    """An outside LLM API that is approved."""

    name: str
    fqdns: tuple[str, ...]
    baa: bool


class Inventory(Part):
    """What the judged stacks hold."""

    by_zone: dict[str, int]
    by_type: dict[str, int]
    stores: tuple[StoreReport, ...]
    things: tuple[Thing, ...]
    providers: tuple[ProviderReport, ...]


class Assertion(Part):
    """What the reviewer vouches for."""

    literal: str
    zone: str | None
    reason: str


class Unread(Part):
    """A reason why something can't be proven, and what it leaves open."""

    reason: str
    leaves_open: tuple[str, ...]
    settled_by: str = ""
    """What would let it be proven."""


class Report(Part):
    """Everything that is said of one stack, or of several that were judged as one."""

    version: int = VERSION
    name: str
    """Project and stack: `clinic/prod`; of several ` + ` between them."""
    day: date
    """The day of the judgement, by which waivers end."""
    verdict: str
    form: str
    basis: str
    resources: int
    tool: Tool
    packs: tuple[PackUsed, ...]
    plugins: tuple[Tool, ...]
    """Versions of the providers' plugins, where the stacks name them."""
    files: tuple[File, ...]
    results: tuple[Result, ...]
    about: dict[str, About]
    """Metadata of every theorem and rule that has a finding."""
    causes: tuple[Cause, ...]
    zones: tuple[ZoneReport, ...]
    flows: tuple[FlowReport, ...]
    frameworks: tuple[FrameworkReport, ...]
    waivers: tuple[WaiverUsed, ...]
    waiver_max_days: int | None
    unread: tuple[Unread, ...]
    inventory: Inventory
    asserted: tuple[Assertion, ...]
    assumed: tuple[str, ...]
