"""Kubernetes clusters of zones answer inside their network only, encrypt their secrets, and record who did what."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_name_key_of_ours
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import is_unknown

CLUSTER: Final = ("aws:eks/cluster:Cluster",)
_LOGS: Final = frozenset({"api", "audit", "authenticator"})


@rule(*CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """EKS: private endpoint, own key for secrets, audit logs."""
    if look.zone is None:
        return
    yield from must_be_false(look, "vpcConfig.endpointPublicAccess", "answers on the internet", default=True)
    yield from must_be_true(look, "vpcConfig.endpointPrivateAccess", "does not answer inside its network")
    yield from must_name_key_of_ours(look, "encryptionConfig.provider.keyArn", "keeps its secrets without a key of its own")
    logs = look.texts("enabledClusterLogTypes")
    if is_unknown(logs) or any(is_unknown(log) for log in logs):
        yield cannot_tell("enabledClusterLogTypes", "whether it records who did what")
    elif missing := sorted(_LOGS - {log for log in logs if isinstance(log, str)}):
        yield Fault(f"does not record {', '.join(missing)}", "enabledClusterLogTypes")
