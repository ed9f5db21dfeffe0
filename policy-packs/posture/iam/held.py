"""What of a resource that holds data (a bucket, a queue) a statement of its policy may mean: the texts with which the statement is tried.

Source: IAM User Guide, "IAM JSON policy elements: Resource" and "NotResource".
"""

from __future__ import annotations

from collections.abc import Iterator

from posture.iam.document import Effect, Match, Policy, Statement, Text
from posture.iam.patterns import behind, glob, sample


def resources_held(policy: Policy, statement: Statement, arn: str | None, shape: bool | None) -> list[str]:
    """Resources of the holder that the statement may mean: itself, what lies in it, what its patterns single out, and what a Deny leaves out.

    `shape`: whether the action is on objects of a bucket, as `on_objects` says.
    """
    patterns = [*(statement.resources.patterns if isinstance(statement.resources, Match) else ()), *_spared(policy)]
    texts = [text for text in patterns if isinstance(text, str) and text != "*"]
    found = [arn] if arn else ["arn:aws:zz-witness:us-east-1:000000000000:zz-witness"]
    in_s3 = arn is not None and arn.split(":")[2] == "s3"
    starts = (f"{arn}/",) if in_s3 else (f"{arn}/", f"{arn}:")  # objects of a bucket stand behind a slash alone
    if in_s3:
        found.append(f"{arn}/object/zz-witness" if ":accesspoint/" in str(arn) else f"{arn}/zz-witness")
    for text in texts:
        pattern = glob(text.replace("${*}", "*"))
        # A pattern may mean what is the holder's without beginning as it does: `arn:aws:s3:::*/reports/*`.
        rests = [(start, rest) for start in (starts if arn else ()) for rest in behind(start, pattern)]
        for fill in ("zz-witness", ""):
            text_of = sample(pattern, fill)
            if arn is None or text_of == arn or text_of.startswith(starts):
                found.append(text_of)
            found += [start + sample(rest, fill) for start, rest in rests]
    if shape is not None and arn is not None:
        found = [one for one in found if shape == (one != arn)] or found
    return list(dict.fromkeys(found))


def _spared(policy: Policy) -> Iterator[Text]:
    """Resources that a Deny of all others (`NotResource`) leaves as they are."""
    for statement in policy.statements:
        if statement.effect is not Effect.ALLOW and isinstance(statement.resources, Match) and statement.resources.negated:
            yield from statement.resources.patterns
