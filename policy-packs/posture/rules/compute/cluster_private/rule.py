"""Kubernetes clusters of zones answer inside their network only, encrypt their secrets, and record who did what."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_name_key_of_ours
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import Unknown, is_unknown

CLUSTER: Final = ("aws:eks/cluster:Cluster",)
NATIVE: Final = ("aws-native:eks:Cluster",)
_LOGS: Final = frozenset({"api", "audit", "authenticator"})
_NATIVE_LOGS: Final = "logging.clusterLogging.enabledTypes"


@rule(*CLUSTER, *NATIVE)
def check(look: Look) -> Iterator[Fault]:
    """EKS: private endpoint, own key for secrets, audit logs."""
    if look.zone is None:
        return
    place, prop = ("resourcesVpcConfig", _NATIVE_LOGS) if look.resource.type in NATIVE else ("vpcConfig", "enabledClusterLogTypes")
    yield from must_be_false(look, f"{place}.endpointPublicAccess", "answers on the internet", default=True)
    yield from must_be_true(look, f"{place}.endpointPrivateAccess", "does not answer inside its network")
    key = "encryptionConfig[0].provider.keyArn" if look.resource.type in NATIVE else "encryptionConfig.provider.keyArn"
    yield from must_name_key_of_ours(look, key, "keeps its secrets without a key of its own")
    logs = _types(look, prop) if look.resource.type in NATIVE else look.texts(prop)
    if is_unknown(logs) or any(is_unknown(log) for log in logs):
        yield cannot_tell(prop, "whether it records who did what")
    elif missing := sorted(_LOGS - {log for log in logs if isinstance(log, str)}):
        yield Fault(f"does not record {', '.join(missing)}", prop)


def _types(look: Look, prop: str) -> list[str | Unknown] | Unknown:
    """AWS CloudFormation, AWS::EKS::Cluster ClusterLogging: a block for each type of log."""
    blocks = look.blocks(prop)
    if is_unknown(blocks):
        return blocks
    return [log for block in blocks if (log := look.text(f"{block}.type")) is not None]
