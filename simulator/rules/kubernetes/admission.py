"""Admission: policies whose expressions can be read, bindings that say what happens, webhooks that can be called.

Source: Kubernetes documentation, "Validating Admission Policy", "Dynamic Admission Control"; Kubernetes 1.36,
`pkg/apis/admissionregistration/validation`.
"""

from collections.abc import Iterator

from simulator.rules import Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes.expressions import unreadable, variables_in
from simulator.rules.kubernetes.selectors import selector_faults
from simulator.rules.kubernetes.walking import given, listed, part, repeated, values, word
from simulator.values import UNKNOWN

_GROUP = "kubernetes:admissionregistration.k8s.io/v1:"
_SOURCE = "Kubernetes documentation, 'Validating Admission Policy'; pkg/apis/admissionregistration/validation"
_OPERATIONS = ("*", "CREATE", "UPDATE", "DELETE", "CONNECT")
_FAILURES = ("Fail", "Ignore")
_ACTIONS = ("Deny", "Warn", "Audit")
_SIDE_EFFECTS = ("None", "NoneOnDryRun")
_SECONDS = range(1, 31)

policy = Rules(f"{_GROUP}ValidatingAdmissionPolicy", source=_SOURCE)
binding = Rules(f"{_GROUP}ValidatingAdmissionPolicyBinding", source=_SOURCE)


@policy.check(source=_SOURCE, even_unknown=True)
def policy_can_judge(inputs: Properties) -> Iterator[Fault]:
    """Something to match, something to judge, expressions that can be read."""
    spec = part(inputs, "spec")
    yield from _allowed(spec, "failurePolicy", _FAILURES, "spec")
    if spec and not given(spec, "matchConstraints"):
        yield "spec.matchConstraints", "is required"
    yield from _matched(part(spec, "matchConstraints"), "spec.matchConstraints", needs_rules=isinstance(spec.get("matchConstraints"), dict))
    if spec and not given(spec, "validations") and not given(spec, "auditAnnotations"):
        yield "spec.validations", "validations or auditAnnotations must be present"
    for name, key in (("validations", "expression"), ("matchConditions", "expression"), ("variables", "expression")):
        yield from _expressions(spec, name, key)
    yield from _expressions(spec, "validations", "messageExpression", required=False)
    yield from _expressions(spec, "auditAnnotations", "valueExpression")
    yield from _unknown_variables(spec)
    for name in ("matchConditions", "variables"):
        for i, twice in repeated([word(one, "name") for _, one in listed(spec, name)]):
            yield f"spec.{name}[{i}].name", f"{twice!r} is there twice"


@binding.check(source=_SOURCE, even_unknown=True)
def binding_says_what_happens(inputs: Properties) -> Iterator[Fault]:
    """A policy by name, and actions that do not say the same thing twice."""
    spec = part(inputs, "spec")
    if spec and not given(spec, "policyName"):
        yield "spec.policyName", "is required"
    actions = values(spec, "validationActions")
    if spec and not given(spec, "validationActions"):
        yield "spec.validationActions", "at least one validation action is required"
    for i, one in enumerate(actions):
        if one is not UNKNOWN and one not in _ACTIONS:
            yield f"spec.validationActions[{i}]", f"{one!r} is not allowed; allowed: {', '.join(_ACTIONS)}"
    if "Deny" in actions and "Warn" in actions:
        yield "spec.validationActions", "must not contain both Deny and Warn (repeating the same validation failure information)"
    yield from _matched(part(spec, "matchResources"), "spec.matchResources", needs_rules=False)


def _webhooks(kind: str) -> Rules:
    rules = Rules(f"{_GROUP}{kind}WebhookConfiguration", source=_SOURCE)

    @rules.check(source=_SOURCE, even_unknown=True)
    def can_be_called(inputs: Properties) -> Iterator[Fault]:
        hooks = list(listed(inputs, "webhooks"))
        for where, hook in hooks:
            client = part(hook, "clientConfig")
            if client and given(client, "url") == given(client, "service"):
                yield f"{where}.clientConfig", "exactly one of url or service is required"
            url = word(client, "url")
            if url is not None and not url.startswith("https://"):
                yield f"{where}.clientConfig.url", "'https' is the only allowed URL scheme"
            yield from _allowed(hook, "failurePolicy", _FAILURES, where)
            yield from _allowed(hook, "sideEffects", _SIDE_EFFECTS, where)
            seconds = hook.get("timeoutSeconds")
            if isinstance(seconds, int | float) and seconds not in _SECONDS:
                yield f"{where}.timeoutSeconds", f"{seconds:g}: the timeout value must be between 1 and 30 seconds"
            name = word(hook, "name")
            if name is not None and len(name.split(".")) < 3:
                yield f"{where}.name", f"{name!r} should be a domain with at least three segments separated by dots"
            yield from _matched({"resourceRules": hook.get("rules"), **hook}, where, needs_rules=False)
        for i, twice in repeated([word(hook, "name") for _, hook in hooks]):
            yield f"webhooks[{i}].name", f"{twice!r} is there twice"

    return rules


webhooks = [_webhooks("Validating"), _webhooks("Mutating")]


def _matched(match: Properties, path: str, *, needs_rules: bool) -> Iterator[Fault]:
    if needs_rules and not given(match, "resourceRules"):
        yield f"{path}.resourceRules", "is required"
    for name in ("namespaceSelector", "objectSelector"):
        yield from selector_faults(match.get(name), f"{path}.{name}")
    for where, rule in listed(match, "resourceRules", path):
        for name in ("apiGroups", "apiVersions", "operations", "resources"):
            if not given(rule, name):
                yield f"{where}.{name}", "is required"
            elif "*" in values(rule, name) and len(values(rule, name)) > 1 and name != "resources":
                yield f"{where}.{name}", "if '*' is present, must not specify other values"
        for i, one in enumerate(values(rule, "operations")):
            if isinstance(one, str) and one not in _OPERATIONS:
                yield f"{where}.operations[{i}]", f"{one!r} is not allowed; allowed: {', '.join(_OPERATIONS)}"


def _expressions(spec: Properties, name: str, key: str, *, required: bool = True) -> Iterator[Fault]:
    for where, one in listed(spec, name, "spec"):
        written = word(one, key)
        if (written is not None or (required and not given(one, key))) and (reason := unreadable(written or "")):
            yield f"{where}.{key}", reason


def _unknown_variables(spec: Properties) -> Iterator[Fault]:
    """A variable is known to those that come after it, and to all validations; one that nobody has made is no field of `variables`."""
    known: set[str] = set()
    for where, one in listed(spec, "variables", "spec"):
        yield from _unmade(one, "expression", where, known)
        name = word(one, "name")
        if name is None:
            return  # Which one it is only the update tells.
        known.add(name)
    if spec.get("variables") is UNKNOWN:
        return
    # A condition is asked before any variable is made, and may use none.
    for where, one in listed(spec, "matchConditions", "spec"):
        yield from _unmade(one, "expression", where, set())
    for where, one in listed(spec, "validations", "spec"):
        for key in ("expression", "messageExpression"):
            yield from _unmade(one, key, where, known)
    for where, one in listed(spec, "auditAnnotations", "spec"):
        yield from _unmade(one, "valueExpression", where, known)


def _unmade(one: Properties, key: str, where: str, known: set[str]) -> Iterator[Fault]:
    missing = sorted(variables_in(word(one, key) or "") - known)
    if missing:
        yield f"{where}.{key}", f"compilation failed: undefined field {missing[0]!r}: no variable of that name stands before it"


def _allowed(one: Properties, name: str, allowed: tuple[str, ...], path: str) -> Iterator[Fault]:
    value = word(one, name)
    if value is not None and value not in allowed:
        yield f"{path}.{name}", f"{value!r} is not allowed; allowed: {', '.join(allowed)}"
