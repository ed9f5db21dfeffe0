"""Pod specifications: containers, ports, variables, volumes and where they are mounted, resources, security settings that contradict each other.

Source: Kubernetes 1.36, `pkg/apis/core/validation` (ValidatePodSpec, validateContainers, ValidateVolumes, ValidateVolumeMounts,
ValidateContainerResourceRequirements, ValidateSecurityContext).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.rules.kubernetes.walking import given, listed, part, repeated, values, word
from simulator.values import Properties

_POLICIES = ("Always", "IfNotPresent", "Never")
_RESTARTS = ("Always", "OnFailure", "Never")
_DNS = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
_PROTOCOLS = ("TCP", "UDP", "SCTP")
_VOLUME_NAMES = ("name",)
_SCALE = {"n": "1e-9", "u": "1e-6", "m": "1e-3", "": "1", "k": "1e3", "M": "1e6", "G": "1e9", "T": "1e12", "P": "1e15", "E": "1e18"}
_BINARY = {name: Decimal(2) ** (10 * power) for power, name in enumerate(("Ki", "Mi", "Gi", "Ti", "Pi", "Ei"), 1)}


def pod_faults(spec: Properties, path: str, claims: Iterable[str] = ()) -> Iterator[Fault]:
    """Every (path, reason). `claims`: names of a StatefulSet's claim templates, which are volumes of its pods."""
    if spec.get("containers") == []:
        yield f"{path}.containers", "must have at least one container"
    for name, allowed in (("restartPolicy", _RESTARTS), ("dnsPolicy", _DNS)):
        yield from _allowed(spec, name, allowed, path)
    account = word(spec, "serviceAccountName")
    if account and (reason := syntax.subdomain(account)):
        yield f"{path}.serviceAccountName", reason
    if word(spec, "dnsPolicy") == "None" and not given(part(spec, "dnsConfig"), "nameservers"):
        yield f"{path}.dnsConfig.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None"
    volumes = list(listed(spec, "volumes", path))
    for where, volume in volumes:
        yield from _volume(volume, where)
    names = [word(volume, "name") for _, volume in volumes]
    for i, name in repeated(names):
        yield f"{path}.volumes[{i}].name", f"{name!r} is there twice"
    known = None if any(name is None for name in names) or not isinstance(spec.get("volumes", []), list) else {*names, *claims}
    every = [one for each in ("initContainers", "containers") for one in listed(spec, each, path)]
    for where, container in every:
        yield from _container(container, where, known)
    called = [word(container, "name") for _, container in every]
    for i, name in repeated(called):
        yield f"{every[i][0]}.name", f"{name!r} is there twice"


def _container(one: Properties, path: str, volumes: set[str | None] | None) -> Iterator[Fault]:
    name = word(one, "name")
    if name is not None and (reason := syntax.label(name)):
        yield f"{path}.name", reason
    if not given(one, "image"):
        yield f"{path}.image", "is required"
    elif (image := word(one, "image")) and image != image.strip():
        yield f"{path}.image", f"{image!r} must not have leading or trailing whitespace"
    yield from _allowed(one, "imagePullPolicy", _POLICIES, path)
    yield from _ports(one, path)
    for where, variable in listed(one, "env", path):
        called = word(variable, "name")
        if called is not None and (reason := syntax.environment_name(called)):
            yield f"{where}.name", reason
        if given(variable, "value") and given(variable, "valueFrom"):
            yield f"{where}.valueFrom", "may not be specified when `value` is not empty"
    yield from _mounts(one, path, volumes)
    yield from resource_faults(part(one, "resources"), f"{path}.resources")
    context = part(one, "securityContext")
    if context.get("allowPrivilegeEscalation") is False:
        added = values(part(context, "capabilities"), "add")
        if context.get("privileged") is True:
            yield f"{path}.securityContext", "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
        if "CAP_SYS_ADMIN" in added:
            yield f"{path}.securityContext", "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"


def _ports(one: Properties, path: str) -> Iterator[Fault]:
    ports = list(listed(one, "ports", path))
    for where, port in ports:
        name = word(port, "name")
        if name and (reason := syntax.port_name(name)):
            yield f"{where}.name", reason
        for number in ("containerPort", "hostPort"):
            if port.get(number) not in (None, 0) and (reason := syntax.port(port[number])):
                yield f"{where}.{number}", reason
        if port.get("containerPort") == 0:
            yield f"{where}.containerPort", "is required"
        yield from _allowed(port, "protocol", _PROTOCOLS, where)
    for i, name in repeated([word(port, "name") or None for _, port in ports]):
        yield f"{ports[i][0]}.name", f"{name!r} is there twice"


def _mounts(one: Properties, path: str, volumes: set[str | None] | None) -> Iterator[Fault]:
    mounts = list(listed(one, "volumeMounts", path))
    for where, mount in mounts:
        name = word(mount, "name")
        if name is not None and volumes is not None and name not in volumes:
            yield f"{where}.name", f"Not found: {name!r}; volumes of the pod: {', '.join(sorted(map(str, volumes))) or 'none'}"
        if mount.get("mountPath") == "":
            yield f"{where}.mountPath", "is required"
    for i, place in repeated([word(mount, "mountPath") for _, mount in mounts]):
        yield f"{mounts[i][0]}.mountPath", f"{place!r} must be unique"


def _volume(volume: Properties, path: str) -> Iterator[Fault]:
    name = word(volume, "name")
    if name is not None and (reason := syntax.label(name)):
        yield f"{path}.name", reason
    kinds = [one for one, value in volume.items() if one not in _VOLUME_NAMES and value is not None]
    if len(kinds) > 1:
        yield f"{path}.{kinds[1]}", f"may not specify more than 1 volume type; {kinds[0]} is there"
    host = word(part(volume, "hostPath"), "path")
    if host is not None and ".." in host.split("/"):
        yield f"{path}.hostPath.path", "must not contain '..'"


def resource_faults(resources: Properties, path: str) -> Iterator[Fault]:
    """Quantities of requests and limits, and requests within limits."""
    for each in ("limits", "requests"):
        yield from quantity_faults(resources.get(each), f"{path}.{each}")
    limits = part(resources, "limits")
    for name, asked in part(resources, "requests").items():
        most, least = amount(limits.get(name)), amount(asked)
        if most is not None and least is not None and least > most:
            yield f"{path}.requests.{name}", f"{asked!r} must be less than or equal to {name} limit of {limits[name]}"


def quantity_faults(amounts: object, path: str) -> Iterator[Fault]:
    """A map of quantities."""
    for name, value in amounts.items() if isinstance(amounts, dict) else ():
        if isinstance(value, str | int | float) and (reason := syntax.quantity(value)):
            yield f'{path}["{name}"]', reason
        elif (size := amount(value)) is not None and size < 0:
            yield f'{path}["{name}"]', f"{value!r} must be greater than or equal to 0"


def amount(value: object) -> Decimal | None:
    """A quantity as a number; None for what is none."""
    if not isinstance(value, str | int | float) or isinstance(value, bool) or syntax.quantity(value):
        return None
    text = str(value)
    if text[-2:] in _BINARY:
        return Decimal(text[:-2]) * _BINARY[text[-2:]]
    suffix = text[-1] if text[-1].isalpha() else ""
    return Decimal(text.removesuffix(suffix)) * Decimal(_SCALE[suffix])


def _allowed(one: Properties, name: str, allowed: tuple[str, ...], path: str) -> Iterator[Fault]:
    value = word(one, name)
    if value and value not in allowed:
        yield f"{path}.{name}", f"{value!r} is not allowed; allowed: {', '.join(allowed)}"
