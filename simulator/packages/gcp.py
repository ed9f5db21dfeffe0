"""Google Cloud: ids are paths of names, references have three forms, labels two computed maps, and an API must be enabled before its use.

Sources: pulumi-gcp 10, `provider/resources.go` (project, region and zone of the configuration), `labels.go`; Pulumi Terraform
bridge, "SetAutonaming" (every `name` that may be given is made up where it is not) and `__defaults`; Terraform google provider, "Provider
configuration reference" (`default_labels`, `deletion_policy`), `tpgresource` (`DefaultProviderProject`: a plan knows the project, not the region).
"""

import re
from collections.abc import Iterator
from typing import Any

from simulator.action import GLOBAL, Action, Place
from simulator.errors import CloudError
from simulator.packages.base import Fault, Filling, Package
from simulator.packages.gcp_adopted import adopted
from simulator.packages.gcp_api import unchangeable, word_faults
from simulator.packages.gcp_defaults import autoname, clean, is_named, is_plain, nested_defaults, told_later
from simulator.packages.gcp_docs import documented, documented_replacing
from simulator.packages.gcp_judge import judge
from simulator.packages.gcp_labels import label_outputs
from simulator.packages.gcp_paths import (
    GcpPath,
    camel,
    equal,
    iam_kind,
    immutable_names,
    last,
    names_in,
    part,
    path_of,
    relative,
    self_link,
)
from simulator.packages.gcp_services import PROJECT, SERVICE, api_of, made_project, may_be_used
from simulator.rules.registry import Protection, Ref, Rules, rules_for
from simulator.schema import TypeSchema, type_schema
from simulator.uniqueness import taken
from simulator.values import UNKNOWN, Properties, at
from simulator.world import Object, World

NODES = ("projects", "folders", "organizations", "billingAccounts")
"""Where whole paths begin."""
_FOREVER = ("gcp:kms/keyRing:KeyRing", "gcp:kms/cryptoKey:CryptoKey")
"""'To prevent resource name collisions, key ring and key resources can't be deleted' (Cloud KMS documentation)."""
DEFAULT_PROJECT = "simulated-project"
"""Project of a provider that names none."""
_PROJECT_ID = re.compile(r"(?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]")
_AREA = "africa|asia|australia|europe|me|northamerica|southamerica|us"
_SIDE = "north|south|east|west|central|northeast|northwest|southeast|southwest"
REGION = re.compile(rf"(?:{_AREA})-(?:{_SIDE})\d{{1,2}}")
ZONE = re.compile(rf"{REGION.pattern}-[a-z]")
_TIMES = ("createTime", "creationTimestamp", "timeCreated", "updateTime", "updated", "creationTime")
_TOKENS = ("etag", "fingerprint", "labelFingerprint", "metadataFingerprint", "tagsFingerprint", "generatedId", "uid", "generation")
LOG_BUCKET = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
_BY_REGION = ("gcp:artifactregistry/repository:Repository",)
"""A place that is left out is the provider's region, not its zone (Terraform google provider, google_artifact_registry_repository: location)."""
_LINKING = ("network", "subnetwork", "region", "zone", "router", "instance", "backendService", "securityPolicy", "firewallPolicy")
"""Properties that every type takes as a short name too."""


class Gcp(Package):
    """Google Cloud Platform."""

    def config_faults(self, config: Properties) -> Iterator[Fault]:
        """Project, region and zone by their form."""
        forms = (("project", _PROJECT_ID, "my-project-123"), ("region", REGION, "europe-west3"), ("zone", ZONE, "europe-west3-a"))
        for name, form, example in forms:
            value = config.get(name)
            if isinstance(value, str) and not form.fullmatch(last(value)):
                yield name, f"{value!r} is not the name of a {name}, such as {example!r}"
        policy = config.get("deletionPolicy")
        if isinstance(policy, str) and policy not in ("DELETE", "PREVENT", "ABANDON"):
            yield "deletionPolicy", f"{policy!r} is not allowed; allowed: DELETE, PREVENT, ABANDON"

    def place(self, config: Properties) -> Place:
        """Ids name their project and region: the place of a provider plays no part in finding them."""
        project = config.get("project")
        return Place(last(project) if isinstance(project, str) else DEFAULT_PROJECT, GLOBAL, "gcp", config=config)

    def faults(self, schema: TypeSchema, inputs: Properties) -> Iterator[Fault]:
        """Words that the documentation and the API list, what excludes what, names by RFC 1035, regions and zones by their form."""
        texts = documented(schema.token)
        yield from judge(schema, texts, "", inputs, "")
        yield from word_faults(schema.token, inputs)
        if schema.token.startswith("gcp:compute/"):
            for name, form in (("region", REGION), ("zone", ZONE)):
                value = inputs.get(name)
                if isinstance(value, str) and not form.fullmatch(last(value)):
                    yield name, f"{value!r} is not a {name} of Google Cloud"

    def fill(self, filling: Filling) -> Properties:
        """What Check adds: a name, and the documented defaults with a note of which they are."""
        new, made = dict(filling.new), list[str]()
        schema, old = filling.schema, filling.old or {}
        if is_named(schema, new):
            kept = old.get("name")
            new["name"] = kept if isinstance(kept, str) else autoname(filling)
            made.append("name")
        rules = rules_for(filling.type)
        defaults = {
            **documented(filling.type).defaults.get("", {}),
            **{k: v for k, v in (rules.defaults if rules else {}).items() if is_plain(v)},
        }
        for name, value in defaults.items():
            if new.get(name) is None and name in schema.inputs:
                new[name] = value
                made.append(name)
        if made:
            new["__defaults"] = sorted(made)
        return nested_defaults(schema, "", new)

    def common_outputs(self, action: Action, schema: TypeSchema) -> Properties:
        """Project, labels and policy of deletion are known in a preview; ids, links, regions and times are not."""
        found: Properties = {}
        if "project" in schema.outputs and "project" in schema.inputs:
            found["project"] = project_of(action)
        if "effectiveLabels" in schema.outputs:
            found |= label_outputs(action.inputs, action.place.config, action.old.outputs if action.old else None)
        if "deletionPolicy" in schema.outputs and action.inputs.get("deletionPolicy") is None:
            found["deletionPolicy"] = action.place.config.get("deletionPolicy", "DELETE")
        if not action.preview:
            found |= _settled(action, schema)
        return {name: value for name, value in found.items() if name in schema.outputs and value is not None}

    def answer(self, action: Action, schema: TypeSchema, outputs: Properties) -> None:
        """References as the provider reads them back: links of Compute Engine, whatever form was given."""
        for name, value in outputs.items():
            outputs[name] = clean(value)  # A copy: what is asked for stays as it was.
        rules, own = rules_for(action.type), path_of(action.type)
        for path, ref in (rules.references if rules else {}).items():
            if own and path in own.names:
                continue  # A part of the request's address is never read back.
            for where, value in list(at(outputs, path)):
                target = self.target(action, ref, value) if isinstance(value, str) else None
                shown = target.outputs.get("selfLink") if target and action.type.startswith("gcp:compute/") else None
                if shown and target and target.type.startswith("gcp:compute/"):
                    put(outputs, where, shown)
        for name in schema.inputs:
            one = schema.outputs.get(name)
            if one and one.required and one.shape == "str" and str(outputs.get(name)).startswith("sim-"):
                outputs[name] = ""

    def preview(self, action: Action, schema: TypeSchema, shown: Properties) -> Properties:
        """The notes of defaults are of the inputs alone; what the API says within a given object is not known yet."""
        before = action.old.outputs if action.old else {}
        return told_later(schema, "", {name: clean(value) for name, value in shown.items()}, before)

    def default_id(self, action: Action) -> str:
        """The documented form."""
        return made_id(action)

    def immutable(self, type_: str, schema: TypeSchema) -> frozenset[str]:
        """What the id is made of, and what the documentation and the API's own definition say."""
        return immutable_names(type_) | documented_replacing(type_) | unchangeable(type_)

    def comparable(self, type_: str, schema: TypeSchema, inputs: Properties, place: Place) -> Properties:
        """A project, region or zone that is left out is the provider's."""
        found = dict(inputs)
        for name in ("project", "region", "zone"):
            if name in schema.inputs and found.get(name) is None:
                value = _configured(place, name)
                if value is not None:
                    found[name] = value
        return found

    def same(self, rules: Rules | None, path: str, old: Any, new: Any) -> bool:
        """Self link, path and short name are one."""
        short = path.rsplit(".", 1)[-1] in _LINKING or bool(rules and path in rules.references)
        return equal(old, new, short=short)

    def protections(self, type_: str, schema: TypeSchema) -> tuple[Protection, ...]:
        """`deletionProtection`, and a policy that prevents."""
        found = []
        if "deletionProtection" in schema.inputs and schema.inputs["deletionProtection"].shape == "bool":
            found.append(Protection("deletionProtection", code="", message="cannot destroy without setting deletionProtection to false"))
        if "deletionPolicy" in schema.inputs:
            message = "cannot destroy while deletionPolicy is PREVENT: set it to DELETE and update first"
            # A locked log bucket can't be deleted, so it is let go of.
            off = "ABANDON" if type_ == LOG_BUCKET else "DELETE"
            found.append(Protection("deletionPolicy", ("PREVENT",), code="", message=message, off=off))
        return tuple(found)

    def home(self, action: Action) -> str:
        """The resource's own project: some ids do not name it."""
        return project_of(action)

    def abandons(self, found: Object) -> bool:
        """A delete that only forgets: by policy, or because Cloud KMS never deletes a key or its ring."""
        return found.type in _FOREVER or found.outputs.get("deletionPolicy") == "ABANDON"

    def family(self, world: World, found: Object) -> list[Object]:
        """What stands in a project goes with it."""
        return world.below(found.id + "/") if found.type == PROJECT else []

    def before_create(self, action: Action) -> None:
        """Project, API and what holds it must stand; nothing stands by this id yet."""
        path, kind, rules = path_of(action.type), iam_kind(action.type), rules_for(action.type)
        made = rules.id(action) if rules and callable(rules.id) else made_id(action)
        project = part(made, "projects") or (project_of(action) if "project" in type_schema(action.type).inputs else "")
        if project and action.type not in (PROJECT, SERVICE):
            may_be_used(action, project, api_of(action.type))
        holder = (made.split("/roles/")[0] if kind else path.holder(made)) if path else ""
        if kind and (not holder.startswith("projects/") or _elsewhere(action, holder)):
            holder = ""
        if holder and holder.count("/") > 2 and not action.world.by_id(holder):
            raise CloudError("notFound", f"Error 404: The resource '{holder}' was not found")
        standing = [one for one in action.world.by_id(made) if one.type == action.type]
        everywhere = bool(rules and any(one.scope == "global" for one in rules.unique))
        if not kind and any(everywhere or part(made, "projects") or one.account == self.home(action) for one in standing):
            raise (
                taken(rules, standing[0]) if everywhere else CloudError("alreadyExists", f"Error 409: The resource '{made}' already exists")
            )

    def target(self, action: Action, ref: Ref, value: str) -> Object | None:
        """By path, self link, short name, or whatever output the reference goes by."""
        wanted = relative(value)
        of_type = [one for one in action.world.by_id(wanted) if one.type in ref.types]
        if of_type:
            return of_type[0]
        for by in ref.by:
            if by != "id":
                found = action.world.find(*ref.types, **{by: value}) or action.world.find(*ref.types, **{by: wanted})
                if found:
                    return found[0]
        if "/" in wanted:
            return None
        mine = [one for one in action.world.find(*ref.types) if last(one.id) == wanted]
        here = [one for one in mine if part(one.id, "projects") in ("", project_of(action))]
        region = _own(action, "region")
        near = [one for one in here if part(one.id, "regions") in ("", region)]
        return next(iter(near or here), None)

    def find(self, world: World, type_: str, id_: str, account: str, region: str) -> Object | None:
        """By id wherever it is; an import may give a shorter form."""
        wanted = relative(id_)
        every = [one for one in world.by_id(wanted) if type_ in (one.type, one.adopted_as)]
        found = next((one for one in every if one.account == account), next(iter(every), None))
        if found is None and (named := names_in(type_, wanted)) and (path := path_of(type_)):
            made = path.id({"project": account, **named})
            found = next((one for one in world.by_id(made) if one.type == type_), None) if made else None
        return found or adopted(world, type_, wanted)

    def account_of(self, id_: str, default: str) -> str:
        """The project that the id names."""
        return part(id_, "projects") or default

    def imported(self, schema: TypeSchema, found: Object, outputs: Properties) -> Properties:
        """What was asked for; of what nobody asked for, what stands there."""
        return dict(found.inputs) or {name: outputs[name] for name in schema.inputs if outputs.get(name) is not None}


def _elsewhere(action: Action, holder: str) -> bool:
    """What no program makes: doors of IAP, and service accounts of projects that stand already or are Google's own."""
    if "/serviceAccounts/" not in holder:
        return "/iap_" in holder
    project = part(holder, "projects")
    return made_project(action.world, project) is None or not holder.endswith(f"@{project}.iam.gserviceaccount.com")


def _configured(place: Place, name: str) -> str | None:
    if name == "project":
        return place.account
    value = place.config.get(name)
    if name == "region" and value is None and isinstance(place.config.get("zone"), str):
        value = last(place.config["zone"]).rsplit("-", 1)[0]
    return last(value) if isinstance(value, str) else None


def _own(action: Action, name: str) -> str | None:
    value = action.inputs.get(name)
    return last(value) if isinstance(value, str) and value else _configured(action.place, name)


def project_of(action: Action) -> str:
    """The resource's own project, or the provider's; unknown in preview where the resource's is."""
    own = action.inputs.get("project")
    if own is UNKNOWN:
        return own  # type: ignore[return-value]
    return last(own) if isinstance(own, str) and own else action.account


def made_id(action: Action) -> str:
    """The id of a resource that is made: names given, the provider's own, and numbers that Google chooses."""
    path = path_of(action.type)
    if path is None:
        return f"{action.name}-{action.hex(12)}"
    values = {**action.inputs, "project": project_of(action)}
    for name in ("region", "zone"):
        values[name] = _own(action, name)
    holder = _holder_named(path, action)
    if values.get("location") is None and "location" in type_schema(action.type).inputs:
        near = (values["region"], values["zone"]) if action.type in _BY_REGION else (values["zone"], values["region"])
        values["location"] = part(holder, "locations") or near[0] or near[1] or "global"
    values.setdefault("parent", holder.partition("/locations/")[0] or f"projects/{values['project']}")
    for name in path.names:
        if values.get(name) is None:
            if name in ("region", "zone", "location"):
                raise CloudError("", f"{name}: is required: the provider has none (set gcp:{name}, or {name} of the resource)")
            values[name] = action.digits(12, name)
    made = path.id(values)
    if made is None:
        raise CloudError("invalid", f"{action.type}: no id can be made of {', '.join(path.names)}")
    kind = iam_kind(action.type)
    parts = {"Member": ("role", "member"), "Binding": ("role",)}.get(kind, ())
    made = "/".join([made, *(str(action.inputs.get(name)) for name in parts)])
    condition = action.inputs.get("condition")
    return f"{made}/{condition.get('title')}" if kind and isinstance(condition, dict) else made


def _holder_named(path: GcpPath, action: Action) -> str:
    """What it belongs to, where that is named by its whole path: 'parsed from the identifier of the parent resource' (provider reference,
    `gcp.logging.LogViewIamBinding`: location; examples of `gcp.logging.LogView`, whose bucket says place and parent)."""
    texts = [relative(value) for name in path.names if isinstance(value := action.inputs.get(name), str)]
    return next((text for text in texts if text.partition("/")[0] in NODES and "/locations/" in text), "")


def _settled(action: Action, schema: TypeSchema) -> Properties:
    """What every resource answers with once it stands."""
    found: Properties = {"region": _own(action, "region"), "zone": _own(action, "zone"), "location": part(action.id, "locations") or None}
    if "parent" in schema.inputs:
        found["parent"] = action.id.partition("/locations/")[0] if "/locations/" in action.id else None
    if part(action.id, "regions"):
        found["region"] = part(action.id, "regions")
    if schema.token.startswith("gcp:compute/"):
        found["selfLink"] = self_link(schema.token, action.id)
    elif "selfLink" in schema.outputs:
        found["selfLink"] = action.id
    before = action.old.outputs if action.old else {}
    now = action.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    for name in _TIMES:
        found[name] = now if name.startswith("update") else before.get(name, now)
    for name in _TOKENS:
        if name in schema.outputs:
            changes = name in ("etag", "fingerprint")
            found[name] = (
                before.get(name) if name in before and not changes else action.hex(12, name + str(action.now() if changes else ""))
            )
    path = path_of(action.type)
    for name in path.names if path else ():
        if name in schema.outputs and name not in schema.inputs:
            found[name] = part_named(path.template, action.id, name) if path else None
    if "name" in schema.outputs and "name" not in schema.inputs:
        found.setdefault("name", action.id)
    return {name: value for name, value in found.items() if action.inputs.get(name) is None}


def part_named(template: str, id_: str, name: str) -> str | None:
    """The step of an id at which a template has a name."""
    for step, value in zip(template.split("/"), id_.split("/"), strict=False):
        if step.startswith("{{") and camel(step.strip("{}%")) == name:
            return value
    return None


def put(properties: Properties, path: str, value: Any) -> None:
    """Write at a concrete path (`natSubnets[0]`)."""
    steps = [int(one) if one.isdigit() else one for one in re.findall(r"[^.\[\]\"]+", path)]
    held: Any = properties
    for step in steps[:-1]:
        held = held[step]
    held[steps[-1]] = value


PACKAGE = Gcp("gcp")
