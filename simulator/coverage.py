"""Where the simulator's knowledge of each type comes from: the SDK's class alone, rules with their source, a second source besides."""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from simulator.packages.gcp_api import said_by_apis
from simulator.rules.registry import Rules, all_functions, all_rules, rules_for
from simulator.world import World


def types_in_world(file: Path, package: str) -> list[str]:
    """Types of a package that the history of a world knows."""
    if not file.exists():
        return sorted(all_rules(package))
    world = World(file)
    return sorted({type_ for verb, type_, *_ in world.history() if verb == "create" and type_.startswith(package + ":")})


def second_source(type_: str, rules: Rules | None) -> str:
    """What else the rules are held against; on GCP the definition of the type's API, where one is known."""
    if rules and rules.second_source:
        return rules.second_source
    facts = said_by_apis().get(type_)
    return f"{facts['api'].split()[0]}.googleapis.com" if rules and facts else ""


def level(type_: str, rules: Rules | None) -> str:
    """`SDK only`, `sourced rules` or `second source`."""
    if rules is None:
        return "SDK only"
    return "second source" if second_source(type_, rules) else "sourced rules"


def coverage_rows(package: str, types: list[str] | None = None) -> list[tuple[str, str, str]]:
    """(type, level, sources)."""
    rows = []
    for type_ in types if types is not None else sorted(all_rules(package)):
        rules = rules_for(type_)
        other = second_source(type_, rules)
        sources = ([rules.source] if rules else []) + ([f"compared with {other}"] if other else [])
        rows.append((type_, level(type_, rules), "; ".join(sources)))
    return rows


def coverage_table(package: str, types: list[str] | None = None) -> Table:
    """The same for people."""
    rows = coverage_rows(package, types)
    counts = {name: sum(1 for row in rows if row[1] == name) for name in ("SDK only", "sourced rules", "second source")}
    table = Table(title=f"{package}: {len(rows)} types; " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    # One line a type; the titles of the documentation stand in the rules themselves.
    for name in ("type", "known by", "rules"):
        table.add_column(name, overflow="fold")
    for type_, known, _ in rows:
        rules = rules_for(type_)
        other = second_source(type_, rules)
        table.add_row(_short(type_), f"{known}: {other}" if other else known, _counts(rules))
    table.caption = (
        "rules: checks/references/properties that replace/behaviours; each names its documentation in simulator/rules/. "
        f"{len(all_functions(package))} functions are modelled; any other is an error."
    )
    return table


def _short(type_: str) -> str:
    """AWS's tokens say the name twice."""
    return type_.rsplit(":", 1)[0] if "/" in type_ else type_


def _counts(rules: Rules | None) -> str:
    if rules is None:
        return ""
    behaviours = sum(len(hooks) for hooks in rules.hooks.values()) + bool(rules.make_outputs) + bool(rules.plan_outputs)
    return "/".join(map(str, (len(rules.checks), len(rules.references), len(rules.immutable), behaviours)))


def main() -> int:
    """All types that have rules, and those that the default world has seen."""
    for package in ("aws", "azure-native", "gcp", "vault"):
        seen = types_in_world(Path(".simulated") / "world.sqlite", package)
        Console(highlight=False).print(coverage_table(package, sorted({*seen, *all_rules(package)})))
    return 0


if __name__ == "__main__":
    sys.exit(main())
