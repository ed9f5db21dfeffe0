"""`python -m tests.mutation.strangers [base…]`: a stranger's ARN or account at every property of the sound bases that may hold one; says which nobody blames.

Not the operator `foreign-arn`, which changes what a program gives: the provider's classes say here which properties there are, given or not. It finds types and
properties at which no reader and no rule looks. A bucket's ARN and name tell no account, so nobody can say whose it is: `unproven` is the right word for
those, and that they are asked at all is said by the topologies.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.mutation.base import AWS, Base, hand_written
from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_ACCOUNT
from tests.mutation.judging import Tried, Word, attempt
from tests.mutation.mutant import Mutant
from tests.mutation.program import Program, Row, Where, shown
from tests.mutation.sites import members_of, sites

_ARN: Final = re.compile(r"arns?$", re.I)
_ACCOUNT: Final = re.compile(r"(target|destination|trusted)accounts?(ids?)?$", re.I)
_HAS_ACCOUNT: Final = re.compile(r"(arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*):\d{12}:")
_FORMS: Final = (
    ("role", "arn:aws:iam::{}:role/theirs"),
    ("policy", "arn:aws:iam::{}:policy/theirs"),
    ("policies", "arn:aws:iam::{}:policy/theirs"),
    ("topic", "arn:aws:sns:eu-west-1:{}:theirs"),
    ("queue", "arn:aws:sqs:eu-west-1:{}:theirs"),
    ("stream", "arn:aws:kinesis:eu-west-1:{}:stream/theirs"),
    ("function", "arn:aws:lambda:eu-west-1:{}:function:theirs"),
    ("lambda", "arn:aws:lambda:eu-west-1:{}:function:theirs"),
    ("log", "arn:aws:logs:eu-west-1:{}:log-group:theirs"),
    ("key", "arn:aws:kms:eu-west-1:{}:key/11111111-2222-3333-4444-555555555555"),
    ("certificate", "arn:aws:acm:eu-west-1:{}:certificate/theirs"),
    ("secret", "arn:aws:secretsmanager:eu-west-1:{}:secret:theirs-AbCdEf"),
)
_ANY: Final = "arn:aws:ec2:eu-west-1:{}:thing/theirs"
PASSED: Final = {
    "aws:ram/principalAssociation:PrincipalAssociation principal": "the ARN of an organization of ours, whoever manages it",
    "aws:cognito/userPoolDomain:UserPoolDomain certificateArn": "Cognito takes certificates of its own account alone (CreateUserPoolDomain)",
    "aws:ram/resourceShare:ResourceShare permissionArns": "a permission that customers manage is used by the account that made it alone (AWS RAM User Guide)",
}
"""What is blamed by nobody, and why that is right."""


@dataclass(frozen=True)
class Place:
    """One property at which a stranger can be put."""

    base: Base
    urn: str
    type: str
    where: Where
    value: Any

    @property
    def name(self) -> str:
        """Type and property path."""
        return f"{self.type} {shown(self.where)}"


def places(base: Base) -> Iterator[Place]:
    """Each property of each resource that by its name is an ARN or an account's, given by the program or not; buckets' own ARNs left out."""
    for row in base.program.rows:
        if row.external or not row.simulated or not row.type.startswith("aws:"):
            continue
        for where, old, shape in _properties(row):
            value = _strangers(str(where[-1]), old)
            if value is not None and "bucket" not in str(where[-1]).lower():
                listed = isinstance(shape, list) and shape[0] == "list"
                yield Place(base, row.urn, row.type, where, [value] if listed else value)


def _properties(row: Row) -> Iterator[tuple[Where, Any, Any]]:
    for name, member in members_of(row, ()).items():
        if name not in row.inputs:
            yield (name,), None, member.shape
    for site in sites(row):
        if site.where[0] == "tags":
            continue
        if isinstance(site.value, dict):
            for name, member in members_of(row, site.where).items():
                if name not in site.value:
                    yield (*site.where, name), None, member.shape
        elif isinstance(site.where[-1], str):
            yield site.where, None if isinstance(site.value, list) else site.plain, site.shape


def _strangers(name: str, old: Any) -> str | None:
    if isinstance(old, str) and (found := _HAS_ACCOUNT.match(old)):
        return f"{found[1]}:{FOREIGN_ACCOUNT}:{old[found.end() :]}"
    if isinstance(old, str) and old.startswith("arn:"):
        return None  # of no account: a bucket's, AWS's own
    if _ACCOUNT.search(name):
        return FOREIGN_ACCOUNT
    if not _ARN.search(name):
        return None
    return next((form for word, form in _FORMS if word in name.lower()), _ANY).format(FOREIGN_ACCOUNT)


def tried(place: Place) -> Tried:
    """The base with the stranger at that place, judged in both forms."""

    def change(program: Program) -> set[str]:
        put(program, place.urn, place.where, place.value)
        return set()

    mutant = Mutant("stranger", place.type, shown(place.where), place.urn, change)
    return attempt(place.base.name, place.base.program, place.base.settings, mutant)[0]


def word(result: Tried) -> Word | None:
    """The better of what the two forms say; None where the cloud refuses it."""
    said = [one.word for one in (result.state, result.preview) if one is not None]
    return (
        None
        if result.refused or not said
        else next(one for one in (Word.MISSED, Word.ELSEWHERE, Word.UNPROVEN, Word.CAUGHT) if one in said)
    )


def main(names: list[str]) -> int:
    """Exit code 1 where a stranger is passed at a place that `PASSED` does not name."""
    counts: Counter[str] = Counter()
    passed: dict[str, str] = {}
    seen: set[str] = set()
    for base in hand_written(AWS):
        for place in places(base) if base.meant_sound and (not names or base.name in names) else ():
            if place.name in seen:
                continue
            seen.add(place.name)
            found = word(tried(place))
            counts[found or "refused"] += 1
            if found in (Word.MISSED, Word.ELSEWHERE):
                passed[place.name] = base.name
    for name, where in sorted(passed.items()):
        sys.stdout.write(f"{'passed' if name in PASSED else 'MISSED'} {name} (base {where})\n")
    sys.stdout.write(f"{dict(counts)}\n")
    return 1 if passed.keys() - PASSED.keys() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
