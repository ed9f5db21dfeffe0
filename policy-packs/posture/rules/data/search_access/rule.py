"""Search domains with records have fine-grained access control and an audit log."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import is_unknown


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
        yield from must_be_true(look, "logPublishingOptions.AUDIT_LOGS.enabled", "writes no audit log")
    else:
        blocks = look.blocks("logPublishingOptions")
        live = (
            [look.text(f"{block}.logType") for block in blocks if look.flag(f"{block}.enabled") is not False]
            if isinstance(blocks, list)
            else []
        )
        if "AUDIT_LOGS" not in live:
            yield Fault("writes no audit log", "logPublishingOptions")
