"""Everybody outside ours whom a policy of a store lets in, and whose reading its key does not refuse.

Source: IAM User Guide, "Cross-account policy evaluation logic"; AWS Secrets Manager User Guide, "Access secrets from a different account", Amazon SQS
Developer Guide, "Configuring KMS permissions for Amazon SQS": who is let in to what a customer managed key encrypts needs that key too.
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.iam import NoPolicy, PolicyFault, PolicyKind, Truth, UnknownPolicy, openings_to_principals, parse_policy
from posture.readers.aws.key_use import key_lets_strangers_read
from posture.readers.aws.ours import ours
from posture.readers.aws.resource_policies import hand_out, held_by, holds_for_somebody_fixed, written_policies
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.registry import joins


@joins
def openings_of_stores(graph: GraphBuilder) -> None:
    """A way out for each opening."""
    for store, view, path in written_policies(graph):
        because = Because(view.resource.urn, path)
        policy = parse_policy(view.document(path), PolicyKind.RESOURCE)
        if isinstance(policy, NoPolicy):
            continue
        if isinstance(policy, UnknownPolicy):
            unclear(graph, store, f"the policy of {view.resource.name} is unknown until the update", OUTSIDE)
        elif isinstance(policy, PolicyFault):
            unclear(graph, store, f"the policy of {view.resource.name} can't be judged: {policy.reason}", OUTSIDE)
        else:
            openings = openings_to_principals(policy, ours(graph), held_by(graph, store, view))
            key = key_lets_strangers_read(graph, store) if openings else Truth.TRUE
            for opening in openings:
                hand_out(graph, store, opening, because, fixed=holds_for_somebody_fixed(policy, opening), key=key)
