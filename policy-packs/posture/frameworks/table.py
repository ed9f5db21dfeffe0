"""`python -m posture.frameworks.table [file]`: each framework's requirements with what supports them, for auditors."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from posture.frameworks.catalogue import Framework, Requirement, frameworks
from posture.proofs.theorems import THEOREMS
from posture.rules.catalogue import rules
from posture.rules.contract import EVERY, Rule

_CLOUDS: Final = {"aws": "AWS", "aws-native": "AWS", "azure-native": "Azure", "azuread": "Azure", "gcp": "GCP"}
"""Clouds by the provider in a type token."""
_PLATFORMS: Final = {"kubernetes": "Kubernetes", "vault": "Vault"}
"""What runs on any of the clouds, by the provider in a type token."""
_HEAD: Final = """# Frameworks

Written by `python -m posture.frameworks.table docs/frameworks.md`; don't edit. Which of the {theorems} theorems and {rules} [rules](rules.md) support which
requirement of a framework. Each framework is a YAML file in [policy-packs/posture/frameworks](../policy-packs/posture/frameworks).

How to read it:
- `posture check --pack all` gives the results that are named here. **Proven** is evidence for a requirement, as far as the program's resources tell; it is no
  certificate. Nothing here is legal advice.
- Every result is about resources that a Pulumi program or state names. What was made by hand, runs inside of a host, or is done by people is not seen.
- A rule with names of clouds, Kubernetes or Vault behind it looks at these alone, most often because the others have nothing of the kind or say it in another rule.
- **Missing** says what a requirement asks for beyond that. Requirements that resources tell nothing about are listed after each table.
"""


def table() -> str:
    """Markdown: a table for each framework, and what posture does not judge."""
    lines = [_HEAD.format(theorems=len(THEOREMS), rules=len(rules()))]
    for framework in frameworks().values():
        lines += _framework(framework)
    # Links by name: a table of some hundred paths can't be read as text.
    lines += [f"[{rule.id}]: ../policy-packs/posture/rules/{rule.topic}/{rule.folder.name}" for rule in _named()]
    return "\n".join(lines) + "\n"


def _named() -> list[Rule]:
    return [rule for rule in rules().values() if any(framework.naming(rule.id) for framework in frameworks().values())]


def _framework(framework: Framework) -> Iterator[str]:
    partly = sum(requirement.partly is not None for requirement in framework.requirements)
    named = {name for requirement in framework.requirements for name in requirement.rules}
    yield f"## {framework.title}"
    yield ""
    yield (
        f"[{framework.version}]({framework.source}). {len(framework.requirements)} requirements, {partly} of them supported in part, by {len(named)} rules; "
        f"{len(framework.not_judged)} not judged."
    )
    yield ""
    yield "| requirement | asks for | theorems and rules | missing |"
    yield "|---|---|---|---|"
    for requirement in framework.requirements:
        yield _row(requirement)
    yield ""
    if framework.not_judged:
        yield "Not judged:"
        yield ""
        for entry in framework.not_judged:
            yield f"- **{entry.id}** {entry.title}: {entry.why}"
        yield ""


def _row(requirement: Requirement) -> str:
    known = rules()
    theorems = [f"**{name}**" for name in requirement.theorems]
    linked = [_link(known[name]) for name in requirement.rules]
    asks = requirement.text + (f" *{requirement.clouds}*" if requirement.clouds else "")
    return f"| {requirement.id} {requirement.title} | {asks} | {', '.join((*theorems, *linked))} | {requirement.partly or ''} |"


def _link(rule: Rule) -> str:
    clouds = clouds_of(rule)
    alone = f" ({', '.join(sorted(clouds))})" if not clouds >= frozenset(_CLOUDS.values()) else ""
    return f"[{rule.id}]{alone}"


def clouds_of(rule: Rule) -> frozenset[str]:
    """The clouds at whose types a rule looks."""
    if EVERY in rule.tokens:
        return frozenset(_CLOUDS.values())
    names = {**_CLOUDS, **_PLATFORMS}
    return frozenset(
        names.get(prefix, prefix) for prefix in (token.removeprefix("pulumi:providers:").split(":")[0] for token in rule.tokens)
    )


def main(arguments: list[str]) -> None:
    """To the file that is named, else to the terminal."""
    if arguments:
        Path(arguments[0]).write_text(table(), encoding="utf-8")
    else:
        sys.stdout.write(table())


if __name__ == "__main__":
    main(sys.argv[1:])
