"""Run by the Python of checkov's own environment: judges Terraform blocks that come in as lines of JSON, without a file.

A request is `{"base": name, "order": [keys], "blocks": {key: [kind, type, name, body]}, "touched": [keys]}`; the first one of a base gives all
its blocks, a later one those that differ. The answer is a list of `[check, key]`: every check of a resource or provider at what was touched, and every check of
the graph anywhere. Checks of the graph follow references, so the graph is built of the whole stack each time, as `checkov -d` does.
"""

import json
import logging
import sys
from typing import Any

logging.disable(logging.CRITICAL)

from checkov.common.graph.graph_builder import CustomAttributes  # type: ignore[import-not-found]  # noqa: E402
from checkov.runner_filter import RunnerFilter  # type: ignore[import-not-found]  # noqa: E402
from checkov.terraform.checks.provider.registry import provider_registry  # type: ignore[import-not-found]  # noqa: E402
from checkov.terraform.checks.resource.registry import resource_registry  # type: ignore[import-not-found]  # noqa: E402
from checkov.terraform.modules.module_objects import TFDefinitionKey  # type: ignore[import-not-found]  # noqa: E402
from checkov.terraform.runner import Runner  # type: ignore[import-not-found]  # noqa: E402

FILE = "/stack/main.tf"
REGISTRIES = {"resource": resource_registry, "provider": provider_registry}
Blocks = dict[str, list[Any]]


def serve() -> None:
    """Until standard input ends."""
    runner, wanted = Runner(), RunnerFilter(framework=["terraform"], show_progress_bar=False)
    bases: dict[str, Blocks] = {}
    _say(["ready"])
    for line in sys.stdin:
        asked = json.loads(line)
        known = bases.setdefault(asked["base"], asked["blocks"]) | asked["blocks"]
        _say(sorted(judge(runner, wanted, {key: known[key] for key in asked["order"]}, frozenset(asked["touched"]))))


def judge(runner: Any, wanted: Any, blocks: Blocks, touched: frozenset[str]) -> set[tuple[str, str]]:
    """(check, key) of all that fails."""
    keys = {f"{kind}.{type_}.{name}": key for key, (kind, type_, name, _) in blocks.items()}
    graph = runner.graph_manager.build_graph_from_definitions({TFDefinitionKey(file_path=FILE): _definitions(blocks)})
    saved = runner.graph_manager.save_graph(graph)
    found: set[tuple[str, str]] = set()
    for vertex in graph.vertices:
        # A provider without an alias is called by its type alone, and the names of both have the type in front.
        key = keys.get(f"{vertex.block_type}.{vertex.name}")
        if key in touched and vertex.block_type in REGISTRIES:
            found |= {(check, str(key)) for check in _failing(REGISTRIES[vertex.block_type], saved, vertex.config)}
    for check, results in runner.run_graph_checks_results(wanted, runner.check_type, saved).items():
        failed = [one["entity"] for one in results if one["result"].name == "FAILED"]
        found |= {(check.id, keys.get(f"resource.{one[CustomAttributes.BLOCK_NAME]}", "")) for one in failed}
    return found


def _definitions(blocks: Blocks) -> dict[str, list[Any]]:
    """As checkov's parser gives a file."""
    made: dict[str, list[Any]] = {"resource": [], "provider": []}
    for kind, type_, name, body in blocks.values():
        lined = {**body, "__start_line__": 1, "__end_line__": 1}
        made[kind].append({type_: {name: lined} if kind == "resource" else {"alias": [name], **lined}})
    return made


def _failing(registry: Any, graph: Any, config: dict[str, Any]) -> set[str]:
    """Ids of the checks that fail at one block. A check that throws has said nothing; `checkov` itself would end there."""
    registry.graph = graph
    type_, name, body = registry.extract_entity_details(config)
    failing: set[str] = set()
    for check in registry.get_checks(type_):
        try:
            result = registry.run_check(check, body, name, type_, FILE, {})
        except Exception as error:  # noqa: BLE001  # whatever a check throws
            sys.stderr.write(f"checkov: {check.id}: {error}\n")
            continue
        if result["result"].name == "FAILED":
            failing.add(check.id)
    return failing


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
