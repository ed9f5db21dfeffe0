"""Claims of zones name their storage class; the classes of the stack encrypt with a key of one's own."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.proofs.search import HOLDERS
from posture.proofs.verdict import Verdict
from posture.readers.kubernetes.objects import KubernetesObject, value_at
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import fault, k8s, others, rows, untold, zoned
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

CLAIM: Final = k8s("PersistentVolumeClaim")
STATEFUL: Final = k8s("StatefulSet")
_KEYS: Final = {
    "ebs.csi.aws.com": "kmsKeyId",
    "kubernetes.io/aws-ebs": "kmsKeyId",
    "ebs.csi.eks.amazonaws.com": "kmsKeyId",
    "pd.csi.storage.gke.io": "disk-encryption-kms-key",
    "disk.csi.azure.com": "diskEncryptionSetID",
    "kubernetes.io/azure-disk": "diskEncryptionSetID",
}
"""Drivers whose class names the key of its disks. Others (files, shares) have it where the share is made."""


@rule(*CLAIM, *STATEFUL)
def check(look: Look) -> Iterator[Fault]:
    """A claim, and the templates of claims of a StatefulSet. An empty class means a volume that somebody made by hand; naming it is enough."""
    for one, _ in zoned(look):
        if one.kind == "PersistentVolumeClaim":
            yield from _claim(look, one, one.spec, "spec")
            continue
        listed = rows(one, "spec.volumeClaimTemplates")
        if isinstance(listed, Unknown):
            yield untold(one, "spec.volumeClaimTemplates", "which disks it takes")
            continue
        for path, item in listed:
            yield from _claim(look, one, None if item is None else item.get("spec"), f"{path}.spec")


def _claim(look: Look, one: KubernetesObject, spec: Any, path: str) -> Iterator[Fault]:
    name, volume = value_at(spec, "storageClassName"), value_at(spec, "volumeName")
    if (spec is None or not isinstance(spec, Mapping)) and not is_unknown(name):
        yield untold(one, path, "which class of disk it takes")
    elif name is None:
        yield fault(one, "takes whatever class of disk the cluster has by default", f"{path}.storageClassName")
    elif name == "" and volume is None:
        yield fault(one, "takes whatever volume fits it: it names neither a class nor a volume", f"{path}.storageClassName")
    if name is None or name == "":
        return
    known, possible = _classes(look, one, name)
    sure = bool(known) or (len(possible) == 1 and not isinstance(name, str))
    for found in known or possible:
        message = _keyless(found)
        if is_unknown(message):
            said = "takes disks of which it can't be told whether they are encrypted under a key of one's own: its class is not known yet"
            yield Fault(said, f"{path}.storageClassName", Verdict.UNPROVEN, urn=found.urn)
        elif message := message or _strange(look, found):
            yield Fault(message, f"{path}.storageClassName", Verdict.VIOLATED if sure else Verdict.UNPROVEN, urn=found.urn)
    if not (known or (possible and not isinstance(name, str))) and ground(look.scene).zone(one) in HOLDERS:
        what = f"its class {name} is not in the program" if isinstance(name, str) else "which class it names is unknown until the update"
        yield Fault(f"can't be told to lie under a key of one's own: {what}", one.prop(f"{path}.storageClassName"), Verdict.UNPROVEN)


def _classes(look: Look, one: KubernetesObject, name: Any) -> tuple[list[KubernetesObject], list[KubernetesObject]]:
    """Classes that a claim certainly names, else those that it may: of a name that is unknown yet, those that the claim depends on."""
    found = others(look, "StorageClass", cluster=one.cluster)
    if isinstance(name, str):
        return [each for each in found if each.name == name], [each for each in found if is_unknown(each.name)]
    told = {urn for urns in one.resource.property_dependencies.values() for urn in urns}
    return [], [each for each in found if each.urn in told]


def _keyless(found: KubernetesObject) -> str | Unknown:
    """What its disks lack; unknown where the update has to tell."""
    driver, given = found.text("provisioner"), found.mapping("parameters")
    if is_unknown(driver):
        return UNKNOWN
    key = _KEYS.get(driver) if driver is not None else None
    if key is None:
        return ""
    if is_unknown(given):
        return UNKNOWN
    # EBS encrypts where the class says so; the other drivers' disks are encrypted always.
    encrypted = given.get("encrypted", "false" if key == "kmsKeyId" else "true")
    if is_unknown(encrypted):
        return UNKNOWN
    if str(encrypted).lower() != "true":
        return "takes disks that are not encrypted, by its class"
    named = [value for name, value in given.items() if str(name).lower() == key.lower()]
    return "" if any(is_unknown(value) or value for value in named) else "takes disks under the cloud's own key, by its class"


def _strange(look: Look, found: KubernetesObject) -> str:
    """A key of an account that the reviewer does not list."""
    given, ours = found.mapping("parameters"), look.approved.organization.aws_account_ids
    key = None if isinstance(given, Unknown) else given.get("kmsKeyId")
    parts = key.split(":") if isinstance(key, str) else []
    strange = len(parts) > 4 and parts[0] == "arn" and bool(ours) and parts[4] not in ours
    return "takes disks under a key of somebody else's, by its class" if strange else ""
