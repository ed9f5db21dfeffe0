"""Make `gcp_api.json`: what Google's APIs say of the types' properties. Needs `pip install google-api-python-client` (contributors; no dependency).

    python -m simulator.packages.gcp_discovery > simulator/packages/gcp_api.json

Sources: Google APIs Discovery Service, the discovery documents inside google-api-python-client. Google's own API definitions mark a field that
can't change after creation "Immutable." (AIP-203, "Field behavior documentation") and list an enumeration's words; a collection without
any method that changes its members has nothing that can change (AIP-134, "Standard methods: Update").
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from simulator.packages.gcp_docs import documented, texts_of
from simulator.packages.gcp_paths import iam_kind, path_of
from simulator.packages.gcp_services import APIS
from simulator.schema import Property, TypeSchema, sdk, type_schema

Json = dict[str, Any]
_VERSION = re.compile(r"v\d\w*|alpha|beta")
_HARMLESS = {
    *("get", "list", "delete", "aggregatedList", "getIamPolicy", "setIamPolicy", "testIamPermissions", "create", "insert"),
    *("queryMetrics", "listReferrers"),
}
"""Methods that change no member of a collection."""
_PLACES = {"project", "location", "region", "zone", "deletionPolicy", "deletionProtection", "params", "name", "parent"}
_LEAST_ALIKE = 0.5
"""Part of a type's own inputs that a request must know to be taken for the type's."""
_DEEP = 6


@dataclass
class _Create:
    """One method that creates members of a collection."""

    service: str
    version: str
    collection: str
    methods: set[str]
    method: Json
    schemas: Json

    def bodies(self) -> Iterator[Json]:
        """What may be the resource: the request, or a part of it."""
        whole = self.schemas.get(self.method.get("request", {}).get("$ref"), {}).get("properties", {})
        yield whole
        yield from (self.schemas[one["$ref"]].get("properties", {}) for one in whole.values() if "$ref" in one)


@dataclass
class _Found:
    """What the walk through one type's properties gathers."""

    replaces: set[str] = field(default_factory=set)
    words: dict[str, list[str]] = field(default_factory=dict)


class Definitions:
    """The discovery documents of a folder."""

    def __init__(self, folder: Path) -> None:
        self._creates: dict[str, list[_Create]] = defaultdict(list)
        self._words: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        """(service, schema, property) → the words of every version: a beta may know more."""
        for file in sorted(folder.glob("*.json")):
            service, _, version = file.stem.partition(".")
            if not _VERSION.fullmatch(version):
                continue
            document = json.loads(file.read_text(encoding="utf-8"))
            self._read_words(service, document.get("schemas", {}))
            if re.fullmatch(r"v\d+", version):
                self._read(service, version, document, document.get("resources", {}), [])

    def _read(self, service: str, version: str, document: Json, resources: Json, trail: list[str]) -> None:
        for name, one in resources.items():
            methods = one.get("methods", {})
            for method in methods.values():
                if not re.fullmatch(r"create\w*|insert", method["id"].rsplit(".", 1)[1]):
                    continue
                path = re.sub(
                    r"^.*?(?:^|/)v\d\w*/", "", document.get("servicePath", "") + (method.get("flatPath") or method["path"]), count=1
                )
                where = ".".join([*trail, name])
                made = _Create(service, version, where, set(methods), method, document.get("schemas", {}))
                self._creates[_plain(re.sub(r"\{[^}]*\}", "{}", path))].append(made)
            self._read(service, version, document, one.get("resources", {}), [*trail, name])

    def _read_words(self, service: str, schemas: Json) -> None:
        for name, schema in schemas.items():
            for key, one in schema.get("properties", {}).items():
                words = one.get("enum") or one.get("items", {}).get("enum")
                if words:
                    self._words[service, _schema(name), key].update(words)

    def _candidates(self, token: str) -> Iterator[_Create]:
        path = path_of(token)
        if path is None:
            return
        form = _plain(re.sub(r"\{\{[^}]*\}\}", "{}", path.template))
        collection = form.rsplit("/", 1)[0]
        yield from self._creates.get(collection, ())
        yield from self._creates.get(form, ())  # Pub/Sub creates by the member's own name.
        service = APIS.get(token.split(":")[1].split("/")[0])
        if collection.startswith("{}/"):
            ending = collection.removeprefix("{}")
            for key, every in self._creates.items():
                if key.endswith(ending):
                    yield from (one for one in every if one.service == service)

    def facts(self, token: str) -> Json | None:
        """What is said of one type; nothing where no API's request is its own."""
        schema = type_schema(token)
        candidates = list(self._candidates(token))
        every = [(_alike(schema, body), int(one.version[1:]), at) for at, one in enumerate(candidates) for body in one.bodies()]
        if not every or max(every)[0] < _LEAST_ALIKE:
            return None
        score, _, at = max(every)
        chosen = candidates[at]
        body = next(one for one in chosen.bodies() if _alike(schema, one) == score)
        found = _Found()
        self._walk(token, schema, chosen, _Level(schema.inputs, body, "", "", ""), found)
        others = [one.methods for one in candidates if one.service == chosen.service and one.collection == chosen.collection]
        if not set().union(*others) - _HARMLESS:
            found.replaces |= {name for name, _, one in _pairs(schema.inputs, body) if not one.get("readOnly")}
        kept = {"replaces": _outermost(found.replaces), "words": dict(sorted(found.words.items()))}
        return {"api": f"{chosen.service} {chosen.version} {chosen.collection}", **{name: one for name, one in kept.items() if one}}

    def _walk(self, token: str, schema: TypeSchema, chosen: _Create, level: "_Level", found: _Found) -> None:
        known = documented(token).allowed.get(level.key, {})
        for name, mine, one in _pairs(level.members, level.properties):
            if one.get("readOnly"):
                continue
            path = level.path + name
            if re.search(r"(?<!Non-)\bImmutable\b", one.get("description", "")):
                found.replaces.add(path)
            many = isinstance(mine.shape, list) and mine.shape[0] == "list"
            shape, theirs = (mine.shape[1], one.get("items", {})) if many else (mine.shape, one)
            star = "[*]" if many else ""
            if shape == "str" and theirs.get("enum") and name not in known:
                words = {*theirs["enum"], *self._words.get((chosen.service, level.schema, _spelt(level.properties, one)), ())}
                if not _speaks_of_others(texts_of(token, level.key).get(name, ""), words):
                    found.words[path + star] = sorted(words)
            ref = theirs.get("$ref")
            if isinstance(shape, list) and shape[0] == "object" and ref and level.deep < _DEEP:
                inner = chosen.schemas[ref].get("properties", {})
                below = _Level(schema.objects[shape[1]], inner, f"{path}{star}.", shape[1], _schema(ref), level.deep + 1)
                self._walk(token, schema, chosen, below, found)


@dataclass(frozen=True)
class _Level:
    members: dict[str, Property]
    properties: Json
    path: str
    key: str
    schema: str
    deep: int = 0


def _plain(path: str) -> str:
    return path.replace("locations/global", "locations/{}")


def _schema(name: str) -> str:
    """A schema's name without its version: `GoogleCloudRunV2Service` → `Service`."""
    return re.sub(r"^Google\w*?V\d+(?:(?:alpha|beta)\d*)?(?=[A-Z])", "", name)


def _spelt(properties: Json, one: Json) -> str:
    return next(name for name, each in properties.items() if each is one)


def _speaks_of_others(text: str, words: set[str]) -> bool:
    """Whether the SDK's text names a word that the API does not list: then the provider has words of its own."""
    named = re.findall(r"[`\"']([A-Za-z0-9_]+)[`\"']|\b([A-Z0-9]+_[A-Z0-9_]+)\b", text)
    return any((quoted or bare).upper() not in {word.upper() for word in words} for quoted, bare in named)


def _clean(name: str) -> str:
    return name.lower().replace("_", "")


def _pairs(members: dict[str, Property], properties: Json) -> Iterator[tuple[str, Property, Json]]:
    """(property of the SDK, what it is there, what the API says): the SDK writes the names of lists in the plural."""
    theirs = {_clean(name): one for name, one in properties.items()}
    for name, mine in members.items():
        own = _clean(name)
        for form in (own, own.removesuffix("s"), own.removesuffix("ies") + "y", own.removesuffix("es")):
            if form in theirs:
                yield name, mine, theirs[form]
                break


def _alike(schema: TypeSchema, properties: Json) -> float:
    own = {name: one for name, one in schema.inputs.items() if name not in _PLACES}
    return len(list(_pairs(own, properties))) / max(1, len(own))


def _outermost(paths: set[str]) -> list[str]:
    return sorted(path for path in paths if not any(path.startswith((other + ".", other + "[")) for other in paths))


def main() -> None:
    """Print one line a type that an API's definitions say something of."""
    spec = find_spec("googleapiclient")
    if spec is None or spec.origin is None:
        raise SystemExit("install google-api-python-client first")
    definitions = Definitions(Path(spec.origin).parent / "discovery_cache" / "documents")
    lines = []
    for token in sorted(sdk("gcp").tokens()):
        said = None if iam_kind(token) else definitions.facts(token)
        if said and ("replaces" in said or "words" in said):
            lines.append(f"{json.dumps(token)}: {json.dumps(said)}")
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
