"""The shape of a resource type, read from the installed SDK's generated source without importing it.

Importing pulumi_aws takes seconds and hundreds of megabytes, in each provider process; parsing the one class needed takes
milliseconds and is cached on disk by SDK version. Works for any `pulumi_<package>` of the Python code generator: `@pulumi.input_type`
argument classes, `@pulumi.getter(name=...)`, `_inputs.py`, `_enums.py`, `additional_secret_outputs`.
"""

import ast
import hashlib
import importlib.metadata
import importlib.util
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from simulator import schema_cache
from simulator.errors import UserError
from simulator.schema_docs import api_version, enum_values, secret_outputs

Shape = Any
"""JSON: "str" | "int" | "number" | "bool" | "any" | "asset" | ["list", Shape] | ["map", Shape] | ["object", name] | ["enum", [values]] | ["union", [Shape]]."""

PARSING = threading.Lock()
"""`ast.parse` in two threads at once fails in Python 3.11 ("AST constructor recursion depth mismatch")."""
_CLASS = re.compile(r"^class (\w+)(?:\(.*\))?:$", re.M)


@dataclass(frozen=True)
class Property:
    """One property of a class."""

    shape: Shape
    required: bool
    """For an input: must be given. For an output: is always present."""
    deprecated: str = ""


@dataclass(frozen=True)
class TypeSchema:
    """Everything that the SDK says of one resource type."""

    token: str
    inputs: dict[str, Property]
    outputs: dict[str, Property]
    objects: dict[str, dict[str, Property]]
    """Nested classes by their name in shapes."""
    secrets: tuple[str, ...] = ()
    """Outputs that the SDK declares secret."""
    constants: dict[str, Any] = field(default_factory=dict)
    """Inputs that the class sets itself (Kubernetes' apiVersion and kind)."""
    api_version: str = ""
    """Version of the cloud's API that the class speaks, where it says so (Azure)."""
    is_open: bool = False  # Whether there may be inputs that nobody declares (Kubernetes' custom kinds).


class UnknownTypeError(LookupError):
    """The installed SDK has no such resource type."""


class Sdk:
    """The installed SDK of one package."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.module = "pulumi_" + package.replace("-", "_")
        spec = importlib.util.find_spec(self.module)
        if spec is None or not spec.submodule_search_locations:
            raise UserError(f"the Pulumi SDK for '{package}' is not installed: pip install {self.module.replace('_', '-')}")
        self.root = Path(next(iter(spec.submodule_search_locations)))
        self._texts: dict[Path, str] = {}
        self._indexes: dict[Path, dict[str, tuple[int, int]]] = {}

    @property
    def version(self) -> str:
        """Version of the SDK; the plugin goes by the same."""
        return importlib.metadata.version(self.module)

    def type(self, token: str) -> TypeSchema:
        """The shape of a resource type; raises `UnknownTypeError`."""
        kept = schema_cache.folder(self.package, self.version) / f"{hashlib.sha256(token.encode()).hexdigest()[:24]}.json"
        try:
            return _thaw(json.loads(kept.read_text()))
        except (OSError, ValueError, KeyError):
            with PARSING:
                schema = self._parse(token)
            schema_cache.write(kept, json.dumps(_freeze(schema), separators=(",", ":")))
            return schema

    def has(self, token: str) -> bool:
        """Whether there is such a type."""
        return token.startswith("pulumi:providers:") or f'"{token}": "' in self._read(self.root / "__init__.py")

    def has_module(self, module: str) -> bool:
        """Whether any of the package's types stands in a module (`apps/v1`)."""
        return f'"{self.package}:{module}:' in self._read(self.root / "__init__.py")

    def tokens(self) -> Iterator[str]:
        """Every resource type of the package."""
        for match in re.finditer(rf'"({re.escape(self.package)}:[^"]+)": "\w+"', self._read(self.root / "__init__.py")):
            yield match[1]

    def file_of(self, token: str) -> Path:
        """The file that declares a type's class; raises `UnknownTypeError`."""
        return self._find(token)[0]

    def _parse(self, token: str) -> TypeSchema:
        path, name = self._find(token)
        reader = _Reader(self, path)
        classes = {node.name: node for node in ast.parse(self._read(path)).body if isinstance(node, ast.ClassDef)}
        if name not in classes:
            raise UnknownTypeError(token)
        arguments = [node for node in classes.values() if _is_input_type(node) and not node.name.startswith("_")]
        inputs: dict[str, Property] = {}
        for node in arguments:
            inputs.update(reader.properties(node))
        outputs = reader.properties(classes[name], outputs=True)
        if token.startswith("pulumi:providers:"):
            outputs = {}
        return TypeSchema(
            token,
            inputs,
            outputs,
            reader.objects,
            tuple(secret_outputs(classes[name])),
            _constants(classes[name], reader.names(classes[name])),
            api_version(classes[name]),
        )

    def _find(self, token: str) -> tuple[Path, str]:
        if token == f"pulumi:providers:{self.package}":
            return self.root / "provider.py", "Provider"
        text = self._read(self.root / "__init__.py")
        place = text.find(f'"{token}": "')
        if place < 0:
            raise UnknownTypeError(token)
        name = text[place + len(token) + 5 :].split('"', 1)[0]
        module = text[text.rindex('"fqn": "', 0, place) + 8 :].split('"', 1)[0]
        folder = self.root.joinpath(*module.split(".")[1:])
        for candidate in (f"{_snake(name)}.py", f"{name}.py"):
            if (folder / candidate).exists():
                return folder / candidate, name
        declared = re.compile(rf"^class {name}\(pulumi\.(Custom|Component)Resource\)", re.M)
        for path in sorted(folder.glob("*.py")):
            if declared.search(self._read(path)):
                return path, name
        raise UnknownTypeError(token)

    def place(self, path: Path, name: str) -> tuple[str, int, int]:
        """(text, start, end) of a class in its file; the end is 0 where there is none."""
        text = self._read(path) if path.exists() else ""
        if path not in self._indexes:
            starts = list(_CLASS.finditer(text))
            ends = [match.start() for match in starts[1:]] + [len(text)]
            self._indexes[path] = {
                match[1]: (match.start(), text.rfind("\n@", match.start(), end) if "\n@" in text[match.end() : end] else end)
                for match, end in zip(starts, ends, strict=True)
            }
        return (text, *self._indexes[path].get(name, (0, 0)))

    def _read(self, path: Path) -> str:
        if path not in self._texts:
            self._texts[path] = path.read_text(encoding="utf-8")
        return self._texts[path]


@cache
def sdk(package: str) -> Sdk:
    """The SDK of a package, kept for the process's life."""
    return Sdk(package)


@cache
def type_schema(token: str) -> TypeSchema:
    """The shape of a type of any installed SDK."""
    package = token.removeprefix("pulumi:providers:").partition(":")[0]
    try:
        return sdk(package).type(token)
    except UnknownTypeError:
        from simulator.custom_kinds import custom_schema

        if package == "kubernetes" and (schema := custom_schema(token, sdk(package).has_module, type_schema)):
            return schema
        raise


class _Reader:
    """Turns annotations of one file into shapes, following names into `_inputs.py` and `_enums.py` of any module."""

    def __init__(self, sdk: Sdk, path: Path) -> None:
        self.sdk = sdk
        self.objects: dict[str, dict[str, Property]] = {}
        self._enums: dict[str, Shape] = {}
        self._file = path

    def properties(self, node: ast.ClassDef, outputs: bool = False) -> dict[str, Property]:
        """Properties of a class from its getters."""
        found: dict[str, Property] = {}
        for item in node.body:
            wire = _getter_name(item) if isinstance(item, ast.FunctionDef) else None
            if wire is None or not isinstance(item, ast.FunctionDef) or item.returns is None:
                continue
            annotation, optional = _unwrap(item.returns)
            shape = "any" if outputs and _has_name(annotation, "outputs") else self._shape(annotation)
            if outputs and shape == "any":
                shape = _outline(annotation)
            found[wire] = Property(shape, not optional, _deprecation(item))
        return found

    def names(self, node: ast.ClassDef) -> dict[str, str]:
        """Python name → camelCase name of a class's properties."""
        pairs = ((item.name, _getter_name(item)) for item in node.body if isinstance(item, ast.FunctionDef))
        return {python: wire for python, wire in pairs if wire}

    def _shape(self, node: ast.expr) -> Shape:
        node, _ = _unwrap(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._named(node.value)
        name = _dotted(node)
        if name is not None:
            simple = {"str": "str", "int": "int", "float": "number", "bool": "bool", "Any": "any", "Asset": "asset", "Archive": "asset"}
            last = name.rsplit(".", 1)[-1]
            return simple[last] if last in simple else self._named(name)
        if isinstance(node, ast.Subscript):
            kind = (_dotted(node.value) or "").rsplit(".", 1)[-1]
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if kind in ("Sequence", "List", "list"):
                return ["list", self._shape(parts[0])]
            if kind in ("Mapping", "Dict", "dict"):
                return ["map", self._shape(parts[1])]
            if kind == "Union":
                return _union([self._shape(part) for part in parts if not _is_dict_twin(part)])
        return "any"

    def _named(self, name: str) -> Shape:
        module, _, last = name.rpartition(".")
        folder = self._folder(module)
        if last.endswith("Args"):
            where = folder / "_inputs.py"
            key = f"{'.'.join(folder.relative_to(self.sdk.root).parts)}:{last}"
            if key not in self.objects:
                self.objects[key] = {}  # Before its properties: classes may contain themselves.
                node = self._slice(where, last)
                if node is None:
                    del self.objects[key]
                    return "any"
                inner = _Reader(self.sdk, where)
                inner.objects, inner._enums = self.objects, self._enums
                self.objects[key].update(inner.properties(node))
            return ["object", key]
        where = folder / "_enums.py"
        key = f"{where}:{last}"
        if key not in self._enums:
            node = self._slice(where, last) if where.exists() else None
            self._enums[key] = ["enum", enum_values(node)] if node else "any"
        return self._enums[key]

    def _folder(self, module: str) -> Path:
        """Where a name's module stands: `_core.v1` and `_region` come from the file's own imports."""
        if not module:
            return self._file.parent
        alias, *rest = module.split(".")
        for match in re.finditer(rf"^from (\.+)([\w.]*) import (\w+) as {re.escape(alias)}$", self.sdk._read(self._file), re.M):
            folder = self._file.parent
            for _ in range(len(match[1]) - 1):
                folder = folder.parent
            folder = folder.joinpath(*[part for part in match[2].split(".") if part], match[3], *rest)
            return folder if folder.is_dir() else folder.parent
        return self._file.parent

    def _slice(self, path: Path, name: str) -> ast.ClassDef | None:
        """Parse one class of a file that may be megabytes long."""
        text, start, end = self.sdk.place(path, name)
        node = ast.parse(text[start:end]).body[0] if end else None
        return node if isinstance(node, ast.ClassDef) else None


def _unwrap(node: ast.expr) -> tuple[ast.expr, bool]:
    """Strip `Input[...]`, `Output[...]`, `Optional[...]` in any order; answers whether one was Optional."""
    optional = False
    while isinstance(node, ast.Subscript):
        name = (_dotted(node.value) or "").rsplit(".", 1)[-1]
        if name == "Optional":
            optional = True
        elif name not in ("Input", "Output", "InputType"):
            break
        node = node.slice
    return node, optional


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else None
    return None


def _outline(node: ast.expr) -> Shape:
    """Shape of a nested output: whether it is a list, a map or an object is enough."""
    node, _ = _unwrap(node)
    if isinstance(node, ast.Subscript):
        kind = (_dotted(node.value) or "").rsplit(".", 1)[-1]
        if kind in ("Sequence", "List"):
            return ["list", "any"]
        if kind in ("Mapping", "Dict"):
            return ["map", "any"]
    return ["map", "any"] if isinstance(node, ast.Constant) else "any"


def _has_name(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) and f"{name}." in part.value for part in ast.walk(node))


def _is_dict_twin(node: ast.expr) -> bool:
    """`Union['FooArgs', 'FooArgsDict']` names one class twice."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith("ArgsDict")


def _union(shapes: list[Shape]) -> Shape:
    distinct = [shape for i, shape in enumerate(shapes) if shape not in shapes[:i]]
    # `Union[str, Enum]` only suggests values (instance types), so any string fits.
    return distinct[0] if len(distinct) == 1 else ["union", distinct]


def _is_input_type(node: ast.ClassDef) -> bool:
    return any(_dotted(decorator) == "pulumi.input_type" for decorator in node.decorator_list)


def _getter_name(item: ast.stmt) -> str | None:
    if not isinstance(item, ast.FunctionDef):
        return None
    for decorator in item.decorator_list:
        if _dotted(decorator) == "pulumi.getter":
            return item.name
        if isinstance(decorator, ast.Call) and _dotted(decorator.func) == "pulumi.getter":
            names = [keyword.value.value for keyword in decorator.keywords if isinstance(keyword.value, ast.Constant)]
            return str(names[0]) if names else item.name
    return None


def _deprecation(item: ast.FunctionDef) -> str:
    for decorator in item.decorator_list:
        if isinstance(decorator, ast.Call) and "deprecated" in (_dotted(decorator.func) or "") and decorator.args:
            word = decorator.args[0]
            return str(word.value) if isinstance(word, ast.Constant) else "deprecated"
    return ""


def _constants(node: ast.ClassDef, names: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in ast.walk(node):
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str):
            target = part.targets[0]
            if (
                isinstance(target, ast.Subscript)
                and _dotted(target.value) == "__props__.__dict__"
                and isinstance(target.slice, ast.Constant)
            ):
                found[names.get(str(target.slice.value), str(target.slice.value))] = part.value.value
    return found


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _freeze(schema: TypeSchema) -> dict[str, Any]:
    def table(properties: dict[str, Property]) -> dict[str, list[Any]]:
        return {name: [one.shape, one.required, one.deprecated] for name, one in properties.items()}

    return {
        "token": schema.token,
        "inputs": table(schema.inputs),
        "outputs": table(schema.outputs),
        "objects": {name: table(properties) for name, properties in schema.objects.items()},
        "secrets": list(schema.secrets),
        "constants": schema.constants,
        "api_version": schema.api_version,
    }


def _thaw(kept: dict[str, Any]) -> TypeSchema:
    def table(properties: dict[str, list[Any]]) -> dict[str, Property]:
        return {name: Property(*values) for name, values in properties.items()}

    objects = {name: table(properties) for name, properties in kept["objects"].items()}
    return TypeSchema(
        kept["token"],
        table(kept["inputs"]),
        table(kept["outputs"]),
        objects,
        tuple(kept["secrets"]),
        *(kept["constants"], kept["api_version"]),
    )
