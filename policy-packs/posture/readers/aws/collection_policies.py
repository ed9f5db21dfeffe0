"""Policies of OpenSearch Serverless: which of them name a collection, and what they say of it.

A policy names collections by pattern (`collection/notes*`, `index/notes/*`), stands beside them, and touches none by a reference.
Sources: Amazon OpenSearch Service Developer Guide, "Network access for Amazon OpenSearch Serverless", "Data access control for Amazon OpenSearch
Serverless" (permissions by kind of resource), "Encryption in Amazon OpenSearch Serverless".
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, Final

from posture.record import record
from posture.stack import Stack
from posture.view import ResourceView

COLLECTION: Final = ("aws:opensearch/serverlessCollection:ServerlessCollection", "aws-native:opensearchserverless:Collection")
SECURITY: Final = (
    "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",
    "aws-native:opensearchserverless:SecurityPolicy",
)
DATA: Final = ("aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy", "aws-native:opensearchserverless:AccessPolicy")
_READS: Final = ("aoss:*", "aoss:ReadDocument")


@record
class Entry:
    """What one policy says of one collection."""

    policy: ResourceView
    said: dict[str, Any] | None
    """The entry as written; None: the policy is not known, so it may say anything."""


def networks_of(stack: Stack, name: Any) -> Iterator[Entry]:
    """Entries of network policies for the collection's own endpoint or its dashboards: either way its documents are seen."""
    yield from _entries(stack, SECURITY, "network", name, _networked)


def encryption_of(stack: Stack, name: Any) -> Entry | None:
    """The encryption policy that counts: the longest pattern that names the collection. None where the stack has none."""
    found = sorted(_entries(stack, SECURITY, "encryption", name, _names_collection), key=lambda entry: _longest(entry, name))
    return next((entry for entry in found if entry.said is None), found[-1]) if found else None


def readers_of(stack: Stack, name: Any) -> Iterator[Entry]:
    """Entries of data access policies that let their principals read documents of the collection."""
    yield from _entries(stack, DATA, "data", name, _reads)


def _entries(stack: Stack, tokens: tuple[str, ...], kind: str, name: Any, fits: Any) -> Iterator[Entry]:
    for resource in stack.of_type(*tokens):
        view = ResourceView(resource, stack)
        of_kind = view.text("type")
        if isinstance(of_kind, str) and of_kind.lower() != kind:
            continue
        listed = _opened(view.written("policy"))
        if listed is None or not isinstance(name, str):
            yield Entry(view, None)
            continue
        yield from (Entry(view, entry) for entry in listed if any(fits(rule, name) for rule in _rules(entry)))


def _rules(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from entry["Rules"]


def _patterns(rule: dict[str, Any]) -> list[str]:
    """The part of each pattern that stands for the collection: `notes` of `index/notes/*`."""
    listed = rule.get("Resource")
    texts = (text for text in (listed if isinstance(listed, list) else ()) if isinstance(text, str) and "/" in text)
    return [text.split("/", 2)[1] for text in texts]


def _names_collection(rule: dict[str, Any], name: str) -> bool:
    return rule.get("ResourceType") == "collection" and any(fnmatchcase(name, pattern) for pattern in _patterns(rule))


def _networked(rule: dict[str, Any], name: str) -> bool:
    return rule.get("ResourceType") in ("collection", "dashboard") and any(fnmatchcase(name, pattern) for pattern in _patterns(rule))


def _reads(rule: dict[str, Any], name: str) -> bool:
    """Permissions on a collection (`aoss:CreateCollectionItems`) or to write show no document."""
    permissions = rule.get("Permission")
    may_read = not isinstance(permissions, list) or any(one in _READS or not isinstance(one, str) for one in permissions)
    return rule.get("ResourceType") == "index" and may_read and any(fnmatchcase(name, pattern) for pattern in _patterns(rule))


def _longest(entry: Entry, name: str) -> int:
    if entry.said is None:
        return 0
    return max(len(pattern) for rule in _rules(entry.said) for pattern in _patterns(rule) if fnmatchcase(name, pattern))


def _opened(document: Any) -> list[dict[str, Any]] | None:
    """Entries of a policy: a list of them, or, in an encryption policy, the one that it is."""
    listed = [document] if isinstance(document, dict) else document
    return listed if isinstance(listed, list) and all(_is_entry(entry) for entry in listed) else None


def _is_entry(entry: Any) -> bool:
    """What is written otherwise is refused by AWS: it says nothing that could be relied on."""
    return isinstance(entry, dict) and isinstance(entry.get("Rules"), list) and all(isinstance(rule, dict) for rule in entry["Rules"])
