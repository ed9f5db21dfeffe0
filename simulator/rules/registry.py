"""What a simulated cloud knows of one resource type or function, and where that knowledge is registered.

A rule module under `simulator/rules/<package>/` makes one `Rules` per type at import; see `simulator/rules/README.md`.
Rule modules import neither Pulumi nor a cloud SDK: every explicit provider of a stack is a process that loads them.
"""

import importlib
import pkgutil
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from simulator.rules.checks import Check, Custom, Fault
from simulator.values import Properties

if TYPE_CHECKING:
    from simulator.action import Action, Call
    from simulator.world import Object

Scope = Literal["region", "account", "global"]


@dataclass(frozen=True)
class Ref:
    """What an input points at. It must exist when the resource is created or updated, and be of one of these kinds.

    Keyed by the property path in `Rules.references`; `[*]` stands for each element.
    """

    types: tuple[str, ...]
    """Type tokens that the property accepts. An object that another type adopted (a default route table) counts as its own type."""
    by: tuple[str, ...] = ("id",)
    """Which of the target's outputs the value equals: `id`, `arn`, `name`...; the first that matches."""
    literals: tuple[str, ...] = ()
    """Values that name no object (`local`), and prefixes when they end in `*` (`arn:aws:iam::aws:policy/*`)."""
    code: str = ""
    """The API's error code for a target that does not exist, such as `InvalidVpcID.NotFound`."""
    anywhere: bool = False
    """Whether the target may be in another account or region. Otherwise only the provider's own account and region count."""
    blocks_delete: bool = True
    """Whether the target can't be deleted while this resource points at it (`delete_code` is the API's error)."""
    delete_code: str = "DependencyViolation"


def ref(*types: str, **options: Any) -> Ref:
    """`ref("aws:ec2/vpc:Vpc", code="InvalidVpcID.NotFound")`."""
    return Ref(types, **options)


@dataclass(frozen=True)
class Unique:
    """No two living resources of the type have the same values of these properties in the scope (outputs count, so defaults do too)."""

    properties: tuple[str, ...]
    scope: Scope = "region"
    code: str = "AlreadyExists"
    message: str = ""
    """May hold `{property}` placeholders. Default: says which value is taken."""
    reserved_days: Callable[[Properties], float] | None = None
    """Days for which the values stay taken after deletion, from the deleted resource's outputs (a secret's recovery window)."""
    reserved_code: str = ""
    reserved_message: str = ""


def unique(*properties: str, **options: Any) -> Unique:
    """`unique("bucket", scope="global", code="BucketAlreadyExists")`."""
    return Unique(properties, **options)


@dataclass(frozen=True)
class AutoName:
    """The provider fills this property from the resource's name and seven hexadecimal digits when it is not given."""

    property: str
    max_length: int = 255
    separator: str = "-"
    lower: bool = False
    unless: tuple[str, ...] = ()
    """Properties that replace it (`namePrefix`)."""


@dataclass(frozen=True)
class Protection:
    """A property that makes the cloud refuse to delete while it has one of these values."""

    property: str
    values: tuple[object, ...] = (True,)
    code: str = "OperationNotPermitted"
    message: str = "deletion protection is on"
    off: object = False
    """The value that lifts it; `--remove-protected` writes it."""


Hook = Callable[["Action"], None]
MakeOutputs = Callable[["Action"], Properties]
Find = Callable[[Properties], Iterable[Fault]]


@dataclass
class Rules:
    """Everything known of one type beyond its SDK class. Every field has a default: give what the documentation says."""

    type: str
    source: str
    """Titles of the documentation pages (cloud and Pulumi provider) that the fields below are read from."""
    _: KW_ONLY
    checks: tuple[Check, ...] = ()
    references: Mapping[str, Ref] = field(default_factory=dict)
    immutable: frozenset[str] | set[str] = frozenset()
    """Top-level properties or paths (`ingress[*].cidrBlocks`) whose change replaces the resource."""
    replacing: Callable[[Properties, Properties], frozenset[str]] | None = None
    """Properties that replace for these old and new inputs, though not always (a subnet's range that shrinks)."""
    delete_before_replace: bool = False
    """The old one must go first, because a name or place can't be held twice."""
    unique: tuple[Unique, ...] = ()
    autoname: AutoName | None = None
    id: str | Callable[["Action"], str] = "{name}-{hex17}"
    """Template or function. Placeholders: `{hexN}`, `{digitsN}`, `{uuid}`, `{account}`, `{region}`, `{partition}`, `{now}`,
    any input or output, and `{name}` of the URN where there is no such input."""
    outputs: Mapping[str, Any] = field(default_factory=dict)
    """Attributes that the cloud computes: output → template (as `id`, and `{id}`) or plain value. Unknown in preview."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Documented defaults of inputs that were not given. They stand in outputs, never in inputs, and are known in preview."""
    unset: Mapping[str, Any] = field(default_factory=dict)
    """What the API takes for a property that is not given, by path (`raiFilters[*].confidenceLevel`): within an object that is given, as `defaults`."""
    stable: frozenset[str] | set[str] = frozenset()
    """More outputs that an update never changes (`id`, `arn` and what `outputs` computes from the id are already)."""
    normalized_json: tuple[str, ...] = ()
    """Paths of policy documents: output as compact JSON, compared as JSON."""
    unordered: tuple[str, ...] = ()
    """Paths of lists that the cloud keeps as sets: their order is not a change."""
    protections: tuple[Protection, ...] = ()
    inline: frozenset[str] | set[str] = frozenset()
    """Lists of children that are resources of their own too (a network's `subnets`): left out, they keep what stands, and what others make
    there is no drift."""
    client_token: bool = False
    """The API takes a client token: an SDK that sends the same request again gets the first answer. The provider makes a new token for
    each create, so a later `up` finds nothing by it."""
    adopts: Callable[["Action"], "Object | None"] | None = None
    """For types that take over an object which the cloud made (`DefaultSecurityGroup`). `delete` then only lets go of it."""
    import_id: Callable[["Action"], str] | None = None
    """Turns the id of an import (`action.id`) into the object's own id, where they differ."""
    import_form: Callable[["Object"], str] | None = None
    """The other way round: what an import of the object is to be given, where it is not the object's own id."""
    second_source: str = ""
    """The module (cfn-lint, botocore, moto) that a test compares these rules with; shown by `coverage`."""

    def __post_init__(self) -> None:
        self.make_outputs: MakeOutputs | None = None
        self.plan_outputs: MakeOutputs | None = None
        self.hooks: dict[str, list[Hook]] = {name: [] for name in ("create", "created", "update", "updated", "delete", "deleted", "read")}
        register(self)

    def check(self, *, source: str, even_unknown: bool = False) -> Callable[[Find], Find]:
        """Decorator: one more check of the inputs, a generator of (path, reason)."""

        def add(find: Find) -> Find:
            self.checks = (*self.checks, Custom(find, source=source, even_unknown=even_unknown))
            return find

        return add

    def computes(self, make: MakeOutputs) -> MakeOutputs:
        """Decorator: outputs that templates can't say. Called on create and update, after `outputs`; what it returns wins."""
        self.make_outputs = make
        return make

    def plans(self, make: MakeOutputs) -> MakeOutputs:
        """Decorator: outputs that are known in preview already, and again on create and update."""
        self.plan_outputs = make
        return make

    def before(self, verb: Literal["create", "update", "delete"]) -> Callable[[Hook], Hook]:
        """Decorator: may refuse (`action.refuse`) before anything is written. Not called in preview."""
        return self._hook(verb)

    def after(self, verb: Literal["create", "update", "delete"]) -> Callable[[Hook], Hook]:
        """Decorator: changes other objects of the world (a VPC brings its default security group)."""
        return self._hook(verb.rstrip("e") + "ed")

    def on_read(self, hook: Hook) -> Hook:
        """Decorator: fills `action.outputs` from other objects at each read (a route table lists routes made apart)."""
        return self._hook("read")(hook)

    def _hook(self, name: str) -> Callable[[Hook], Hook]:
        def add(hook: Hook) -> Hook:
            self.hooks[name].append(hook)
            return hook

        return add


Handler = Callable[["Call"], Properties]


@dataclass(frozen=True)
class Function:
    """A modelled invoke."""

    token: str
    handler: Handler
    source: str


_RULES: dict[str, Rules] = {}
_REPEATABLE: dict[str, str] = {}
_COMMON: dict[tuple[str, str], list[Hook]] = {}
_FUNCTIONS: dict[str, Function] = {}
_LOADED: set[str] = set()
_LOADING = threading.RLock()


def register(rules: Rules) -> None:
    """Make a type's rules known; a second registration of the same type is a mistake."""
    if not rules.source.strip():
        raise ValueError(f"{rules.type}: rules need a source")
    if rules.type in _RULES:
        raise ValueError(f"{rules.type}: rules are registered twice")
    _RULES[rules.type] = rules


def every_type(package: str, verb: Literal["create", "update", "delete"], *, source: str) -> Callable[[Hook], Hook]:
    """Decorator: may refuse before any type of a package is written, those without rules of their own too (Azure's locks)."""
    if not source.strip():
        raise ValueError(f"{package}: what holds for every type needs a source")

    def add(hook: Hook) -> Hook:
        _COMMON.setdefault((package, verb), []).append(hook)
        return hook

    return add


def common_hooks(token: str, name: str) -> list[Hook]:
    """What `every_type` gave a type's package."""
    package = token.partition(":")[0]
    _load(package)
    return _COMMON.get((package, name), [])


def repeatable(*types: str, source: str) -> None:
    """Say of types that creating one anew, where the same stands already, is no error and makes no second one: the API replaces it."""
    if not source.strip():
        raise ValueError(f"{', '.join(types)}: needs a source")
    _REPEATABLE.update(dict.fromkeys(types, source))


def is_repeatable(token: str) -> bool:
    """Whether a second create of the same thing finds the first."""
    _load(token.partition(":")[0])
    return token in _REPEATABLE


def invoke(token: str, *, source: str) -> Callable[[Handler], Handler]:
    """Decorator: model a function. One that is not modelled answers with an error, never with an empty result."""

    def add(handler: Handler) -> Handler:
        if token in _FUNCTIONS:
            raise ValueError(f"{token}: modelled twice")
        _FUNCTIONS[token] = Function(token, handler, source)
        return handler

    return add


def _load(package: str) -> None:
    if package in _LOADED:
        return
    # The engine asks from several threads at once: none may go on before all rules are there.
    with _LOADING:
        if package not in _LOADED:
            _import(package)
            _LOADED.add(package)


def _import(package: str) -> None:
    try:
        root = importlib.import_module(f"simulator.rules.{package.replace('-', '_')}")
    except ModuleNotFoundError as error:
        if error.name != f"simulator.rules.{package.replace('-', '_')}":
            raise
        return
    for module in pkgutil.walk_packages(root.__path__, root.__name__ + "."):
        importlib.import_module(module.name)


def rules_for(token: str) -> Rules | None:
    """The rules of a type, or None where only its SDK class is known."""
    _load(token.partition(":")[0])
    return _RULES.get(token)


def function_for(token: str) -> Function | None:
    """The model of a function, or None."""
    _load(token.partition(":")[0])
    return _FUNCTIONS.get(token)


def all_rules(package: str) -> dict[str, Rules]:
    """Every type of a package that has rules."""
    _load(package)
    return {token: rules for token, rules in _RULES.items() if token.startswith(package + ":")}


def all_functions(package: str) -> dict[str, Function]:
    """Every modelled function of a package."""
    _load(package)
    return {token: function for token, function in _FUNCTIONS.items() if token.startswith(package + ":")}
