"""Stacks to measure with: as large as asked, shaped like real ones, with every type that the rules read and known violations.

Most of it are copies of the sound bases of `tests/mutation/bases`, each in an account of its own with names and ids of its own. Beside them stand, once:
the violating samples of `VIOLATIONS`, an allowed sample for each type that the copies lack, and a bare resource of each type that no sample has.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from ai_zones.plan import DataClass, ZoneName
from posture.resource import Resource
from posture.rules.catalogue import rules
from posture.rules.contract import Rule
from posture.rules.samples import ACCOUNT, Sample, samples
from posture.stack import IDENTIFYING, Form
from tests.mutation.base import AWS, written_bases
from tests.posture.topologies.corpus import STATE

VIOLATIONS: Final = (
    *("bucket-public-access", "bucket-versions", "bucket-tls-only", "bucket-object-lock", "access-point-policy"),
    *("database-encrypted", "database-not-public", "database-backups", "store-deletion-protection", "table-recovery"),
    *("key-deletion-window", "key-rotates", "secret-own-key", "no-static-credentials", "oidc-names-its-subject"),
    *("container-contained", "function-guarded", "instance-metadata-by-token", "log-group-retention", "queue-tls-only"),
)
"""Rules of which the stack holds a violation: their own samples, so that their own tests say which resource must be reported."""
ROWS_OF_BASES: Final = 420
"""Of a stack of 1,000; the rest are violations, and samples of types that these bases lack."""
ORGANIZATION: Final = "o-clinic00"
_STANDS_FOR_ID: Final = re.compile(r"\bsim-\w+-[0-9a-f]{8}\b")
"""What the simulated cloud returns for an ARN, address or id that it does not make up; no two resources of a cloud share one."""
_SHARED: Final = {"organization", "residency", "providers"}
"""What a base's reviewer may approve for the base to stand in one stack with others."""
_HEXADECIMAL: Final = re.compile(r"-[0-9a-f]{17}(?![0-9a-f])")
_ACCOUNT: Final = re.compile(r"(?<!\d)(\d{4})\d{8}(?!\d)")
_WORDS: Final = frozenset({*ZoneName, *DataClass, "default", "main", "local"})
"""Names that mean something: a base may call a network `phi`."""
_STACK: Final = "urn:pulumi:bench::bench::pulumi:pulumi:Stack::bench-bench"

Row = dict[str, Any]


@dataclass(frozen=True)
class Planted:
    """A violation that must be reported."""

    rule: str
    urn: str


@dataclass(frozen=True)
class Made:
    """A stack to measure with."""

    rows: tuple[Row, ...]
    planted: tuple[Planted, ...]
    posture: dict[str, Any]
    """The reviewer's file."""

    @property
    def state(self) -> dict[str, Any]:
        """As an exported state."""
        return {"version": 3, "deployment": {"resources": list(self.rows)}}


def make(size: int) -> Made:
    """A stack of exactly `size` resources; refuses a size that can't hold every type once."""
    rows: list[Row] = [{"urn": _STACK, "type": "pulumi:pulumi:Stack", "custom": False}]
    planted: list[Planted] = []
    for name in VIOLATIONS:
        sample = _violating(rules()[name])
        rows += _rows(sample, name)
        planted += [Planted(name, _urn_in(sample, name, violated)) for violated in sample.file.violated[:1]]
    units = _units({row["type"] for row in rows})
    present = {row["type"] for row in rows} | {row["type"] for base in units for row in base}
    rows += _missing(present)
    if size < len(rows) + sum(len(base) for base in units):
        raise ValueError(f"a stack of {size} resources can't hold every type: {len(rows) + sum(len(base) for base in units)} or more")
    unit = 0
    while len(rows) < size:
        copied = _copy(units[unit % len(units)], unit)
        # The last copy is cut: rows stand in the order in which they were made, so that what is left refers to what is there.
        rows += copied[: size - len(rows)]
        unit += 1
    accounts = sorted({ACCOUNT, *(f"{first}{one:08d}" for one in range(unit) for first in ("1111", "2222"))})
    posture = {
        "organization": {"aws": {"organization_ids": [ORGANIZATION], "account_ids": accounts}},
        "residency": ["eu-west-1", "eu-central-1"],
        "providers": _providers(),
    }
    return Made(tuple(rows), tuple(planted), posture)


def looked_at() -> frozenset[str]:
    """Every type of the provider `aws` at which a rule looks."""
    return frozenset(token for rule in rules().values() for token in rule.tokens if token.startswith("aws:"))


def _shared_bases() -> Iterator[tuple[list[Row], dict[str, Any]]]:
    for topology in written_bases(AWS):
        approved = yaml.safe_load((topology.folder / "posture.yaml").read_text(encoding="utf-8"))
        if set(approved) <= _SHARED and (topology.folder / STATE).exists():
            yield json.loads((topology.folder / STATE).read_text(encoding="utf-8"))["deployment"]["resources"], approved


def _units(present: set[str]) -> list[list[Row]]:
    """Bases without the row of their own stack: those with the most types for their size that nothing else brings, and no more than fit into
    the smaller of the stacks that are compared. A larger one has more copies of the same, else it would be another kind of stack."""
    bases = [[row for row in rows if row["type"] != "pulumi:pulumi:Stack"] for rows, _ in _shared_bases()]
    wanted, chosen, room = looked_at() - present, list[list[Row]](), ROWS_OF_BASES

    def worth(base: list[Row]) -> float:
        return len({row["type"] for row in base} & wanted) / len(base)

    while fitting := [base for base in bases if len(base) <= room and worth(base)]:
        best = max(fitting, key=worth)
        chosen.append(best)
        wanted -= {row["type"] for row in best}
        room -= len(best)
    return chosen


def _providers() -> dict[str, Any]:
    return {name: provider for _, approved in _shared_bases() for name, provider in approved.get("providers", {}).items()}


def _copy(base: list[Row], unit: int) -> list[Row]:
    """The base under an account, names and ids of its own."""
    whole, within = _renaming(base)

    def text(value: str) -> str:
        if value.startswith("urn:pulumi:"):
            stack, _, rest = value.partition("::")
            named = rest.partition("::")[2]
            if named.startswith("pulumi:pulumi:Stack::"):
                return _STACK
            # A reference to a provider ends in its id.
            parts = named.split("::")
            parts[1] = f"{parts[1]}-{unit}"
            return "::".join((stack.rpartition(":")[0] + ":bench", "bench", *parts))
        value = _HEXADECIMAL.sub(lambda found: f"{found[0][:-5]}{unit:05x}", value)
        value = _ACCOUNT.sub(lambda found: f"{found[1]}{unit:08d}", value)
        if value in whole:
            return f"{value}-u{unit}"
        return within.sub(lambda found: f"{found[0]}-u{unit}", value) if within is not None else value

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return text(value)
        if isinstance(value, list):
            return [renamed(item) for item in value]
        if isinstance(value, dict):
            return {key: renamed(item) for key, item in value.items()}
        return value

    return [{key: value if key == "type" else renamed(value) for key, value in row.items()} for row in base]


def _renaming(base: list[Row]) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """Names that stand by themselves, and those that are known within other texts: ARNs, policies, addresses."""
    names: set[str] = set()
    for row in base:
        if row.get("custom") and not row["type"].startswith("pulumi:"):
            outputs = row.get("outputs") or {}
            names |= {name for name in (row.get("id"), *(outputs.get(prop) for prop in IDENTIFYING)) if isinstance(name, str)}
            names.update(_STANDS_FOR_ID.findall(json.dumps(outputs)))
    whole = {name for name in names if _is_name(name)}
    within = sorted((re.escape(name) for name in whole), key=len, reverse=True)
    pattern = re.compile(rf"(?:(?<=[:/\"])|(?<![\w-])(?=[\w/-]*[-/]))(?:{'|'.join(within)})(?![\w-])") if within else None
    return frozenset(whole), pattern


def _is_name(text: str) -> bool:
    return (
        len(text) > 3 and text not in _WORDS and not re.search(r"[0-9a-f]{17}$|\d{12}|^arn:|^com\.amazonaws|^[a-z]{2}-[a-z]+-\d|[{ ]", text)
    )


def _violating(rule: Rule) -> Sample:
    return next(sample for sample in samples(rule.folder) if sample.path.stem == "violating")


def _missing(present: set[str]) -> Iterator[Row]:
    """An allowed sample, else a bare resource, for each type that is not there yet."""
    wanted = looked_at() - present
    for rule in rules().values():
        for sample in samples(rule.folder):
            found = {written.type for written in sample.file.resources.values()}
            if sample.path.stem.startswith("allowed") and not sample.file.posture and found & wanted and _of_aws(found):
                wanted -= found
                # Two samples of one rule may call what is not the same by one name.
                yield from _rows(sample, f"{rule.id}-{sample.path.stem}")
    for token in sorted(wanted):
        name = token.rpartition(":")[2].lower()
        yield {
            "urn": f"urn:pulumi:bench::bench::{token}::bare-{name}",
            "type": token,
            "custom": True,
            "id": f"bare-{name}-id",
            "inputs": {},
            "outputs": {},
        }


def _of_aws(tokens: set[str]) -> bool:
    return all(token.startswith("aws:") for token in tokens)


def _urn_in(sample: Sample, owner: str, name: str) -> str:
    return f"urn:pulumi:bench::bench::{sample.file.resources[name].type}::{owner}-{name}"


def _rows(sample: Sample, owner: str) -> Iterator[Row]:
    """A sample as rows of a state, its names and ids with the rule's name before them."""
    stack = sample.stack(Form.STATE)
    names = sorted((re.escape(resource.name) for resource in stack), key=len, reverse=True)
    own = re.compile(rf"(?<=:)(?:{'|'.join(names)})(?=$|[/*\"])|^(?:{'|'.join(names)})-id$")

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return own.sub(lambda found: f"{owner}-{found[0]}", value)
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return {key: renamed(item) for key, item in value.items()} if isinstance(value, dict) else value

    for resource in stack:
        yield _row(resource, owner, renamed)


def _row(resource: Resource, owner: str, renamed: Any) -> Row:
    def urn(of: str) -> str:
        head, _, name = of.rpartition("::")
        return f"urn:pulumi:bench::bench::{head.rpartition('::')[2]}::{owner}-{name}"

    declared = resource.declared or frozenset()
    props = {key: renamed(value) for key, value in resource.props.items()}
    return {
        "urn": urn(resource.urn),
        "type": resource.type,
        "custom": resource.custom,
        **({"id": renamed(resource.id)} if resource.custom else {}),
        "inputs": {key: value for key, value in props.items() if key in declared},
        # A bridged provider returns the id among its outputs.
        "outputs": {**props, **({"id": renamed(resource.id)} if resource.custom else {})},
        "parent": urn(resource.parent) if resource.parent else _STACK,
        "dependencies": sorted(urn(one) for one in resource.dependencies),
        "propertyDependencies": {key: sorted(urn(one) for one in urns) for key, urns in resource.property_dependencies.items()},
    }
