"""Collections of OpenSearch Serverless with data of a zone answer endpoints of ours alone.

Source: Amazon OpenSearch Service Developer Guide, "Network access for Amazon OpenSearch Serverless": a rule that says public wins over one that
says private, and the dashboard has an address of its own.
"""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.readers.aws.collection_policies import COLLECTION, networks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded


@rule(*COLLECTION)
def check(look: Look) -> Iterator[Fault]:
    """One policy that opens it is enough."""
    if not guarded(look):
        return
    entries = list(networks_of(look.scene.stack, look.text("name")))
    if not entries:
        yield Fault("may answer at a public address: no network policy of the program names it", "name", Verdict.UNPROVEN)
    for entry in entries:
        if entry.said is None:
            said = f"may answer at a public address: the network policy {entry.policy.resource.name} is not known"
            yield Fault(said, "policy", Verdict.UNPROVEN)
        elif entry.said.get("AllowFromPublic") is True:
            yield Fault("answers at a public address: its network policy says AllowFromPublic", "policy", urn=entry.policy.resource.urn)
