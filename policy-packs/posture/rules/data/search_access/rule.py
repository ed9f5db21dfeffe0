"""Search domains with records have fine-grained access control, an audit log and a log of errors.

Sources: AWS Security Hub, "Opensearch.4", "Opensearch.5" (errors and audit logs go to CloudWatch Logs), "Opensearch.7" (fine-grained access).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import is_unknown

_LOGS: Final = {"AUDIT_LOGS": "writes no audit log", "ES_APPLICATION_LOGS": "writes no log of errors"}


@rule("aws:opensearch/domain:Domain", "aws-native:opensearchservice:Domain")
def check(look: Look) -> Iterator[Fault]:
    """Off unless they are given."""
    if not look.holds_records:
        return
    yield from must_be_true(look, "advancedSecurityOptions.enabled", "does not know its users")
    yield from must_be_false(look, "advancedSecurityOptions.anonymousAuthEnabled", "lets in anonymous users")
    yield from must_be_false(look, "advancedSecurityOptions.internalUserDatabaseEnabled", "keeps passwords of its own")
    options = look.value("logPublishingOptions")
    if is_unknown(options):
        yield cannot_tell("logPublishingOptions", "what it logs")
    elif look.resource.type.startswith("aws-native:"):
        for kind, fault in _LOGS.items():
            yield from must_be_true(look, f"logPublishingOptions.{kind}.enabled", fault)
    else:
        blocks = look.blocks("logPublishingOptions")
        live = (
            [look.text(f"{block}.logType") for block in blocks if look.flag(f"{block}.enabled") is not False]
            if isinstance(blocks, list)
            else []
        )
        for kind, fault in _LOGS.items():
            if kind not in live:
                yield Fault(fault, "logPublishingOptions")
