"""Whether an access level asks anything: one that the whole internet meets lets everybody in.

Source: Google Cloud documentation, "Access level attributes" (conditions, `combiningFunction`, negation), "Custom access level specification".
"""

from posture.graph.addresses import ANY_V4, ANY_V6
from posture.graph.builder import GraphBuilder
from posture.readers.gcp.layout import addresses
from posture.readers.gcp.names import refer
from posture.readers.gcp.tokens import tokens
from posture.values import is_unknown
from posture.view import Path, ResourceView

LEVEL = tokens("accesscontextmanager:AccessLevel")
_ASKS = ("devicePolicy", "regions", "vpcNetworkSources")


def open_to_all(graph: GraphBuilder, view: ResourceView, path: Path) -> bool | None:
    """Whether the level that a property names lets the whole internet in; None when that can't be told."""
    if view.value(path) == "*":
        return True
    found = refer(graph, view, path, *LEVEL)
    if len(found.targets) != 1:
        return None
    return _open(graph, graph.view(found.targets[0]), 0)


def _open(graph: GraphBuilder, level: ResourceView, depth: int) -> bool | None:
    expression = level.value("custom.expr.expression")
    if expression is not None:
        return True if isinstance(expression, str) and expression.strip().lower() == "true" else None
    blocks = level.blocks("basic.conditions")
    if is_unknown(blocks) or depth > 5:
        return None
    answers = [_condition(graph, level, block, depth) for block in blocks]
    if level.value("basic.combiningFunction") == "OR":
        return True if True in answers else (None if None in answers else False)
    return False if False in answers else (None if None in answers else bool(answers))


def _condition(graph: GraphBuilder, level: ResourceView, block: Path, depth: int) -> bool | None:
    if not level.knows(block):
        return None
    if level.flag(f"{block}.negate") is True:
        return None
    members = level.texts(f"{block}.members")
    if members or any(level.value(f"{block}.{prop}") for prop in _ASKS):
        return False
    required = level.texts(f"{block}.requiredAccessLevels")
    if not is_unknown(required):
        below = [refer(graph, level, f"{block}.requiredAccessLevels[{number}]", *LEVEL) for number in range(len(required))]
        answers = [_open(graph, graph.view(one.targets[0]), depth + 1) if len(one.targets) == 1 else None for one in below]
        if False in answers:
            return False
        if None in answers:
            return None
    texts = level.value(f"{block}.ipSubnetworks")
    if not texts:
        return True
    known = addresses(texts)
    return None if known is None else known.contains(ANY_V4) or known.contains(ANY_V6)
