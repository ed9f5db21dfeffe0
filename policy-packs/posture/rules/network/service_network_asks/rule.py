"""Services and service networks of VPC Lattice ask who calls, and answer nobody who is not ours."""

from collections.abc import Iterator
from typing import Final

from posture.iam import UnknownPolicy, openings_to_principals, parse_policy
from posture.proofs.verdict import Verdict
from posture.readers.aws.lattice import SERVICE, VPC_ASSOCIATION
from posture.readers.aws.ours import ours
from posture.readers.aws.tokens import SERVICE_NETWORK, VPC_ENDPOINT
from posture.rules.aws_openings import verdict_of
from posture.rules.contract import Fault, rule
from posture.rules.doubt import any_pointing, either, if_concerned
from posture.rules.look import Look
from posture.rules.words import must_be_one_of
from posture.values import UNKNOWN, Unknown

POLICY: Final = ("aws:vpclattice/authPolicy:AuthPolicy",)
_ASKED: Final = (*SERVICE, *(token for token in SERVICE_NETWORK if token.startswith("aws:")))
_SERVES: Final = ("aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation",)


@rule(*_ASKED, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Amazon VPC Lattice User Guide, "Control access to VPC Lattice services using auth policies": with NONE everybody in reach is answered."""
    if look.resource.type in POLICY:
        yield from if_concerned(either(_joined(one) for one in look.targets("resourceIdentifier", _ASKED)), _lets_in(look))
        return
    asked = must_be_one_of(look, "authType", ("AWS_IAM",), "answers whoever reaches it, without asking who calls", default="NONE")
    yield from if_concerned(_joined(look), asked)


def _joined(look: Look) -> bool | Unknown:
    """Whether a network of a zone can call it: the service network's own members; a service by the networks that offer it."""
    if look.resource.type in SERVICE:
        return look.zone is not None or any_pointing(look, _SERVES, "serviceIdentifier", wanted=_offered_in)
    # A service network that offers databases alone asks nobody: clients of a resource send no signed requests.
    offered = any_pointing(look, _SERVES, "serviceNetworkIdentifier")
    if offered is False or look.zone is not None:
        return offered
    called = either(
        [
            any_pointing(look, VPC_ASSOCIATION, "serviceNetworkIdentifier", wanted=_of_a_zone),
            any_pointing(look, VPC_ENDPOINT, "serviceNetworkArn", wanted=lambda one: one.zone is not None),
        ]
    )
    return called if offered is True or called is False else UNKNOWN


def _offered_in(offer: Look) -> bool | Unknown:
    return either(_joined(one) for one in offer.targets("serviceNetworkIdentifier", SERVICE_NETWORK))


def _of_a_zone(member: Look) -> bool:
    return any(network.zone is not None for network in member.targets("vpcIdentifier"))


def _lets_in(look: Look) -> Iterator[Fault]:
    policy = parse_policy(look.value("policy"))
    if isinstance(policy, UnknownPolicy):
        yield Fault("may let in strangers: its policy is not known yet", "policy", Verdict.UNPROVEN)
        return
    for opening in openings_to_principals(policy, ours(look.scene.builder), look.text("resourceIdentifier")):
        yield Fault(f"lets in strangers: {opening.reason}", "policy", verdict_of(opening, look))
