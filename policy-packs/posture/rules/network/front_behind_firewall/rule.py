"""What people reach from the internet stands behind a web ACL that refuses something: load balancers, and instances of Verified Access.

Sources: AWS Security Hub User Guide, "Elastic Load Balancing controls" (ELB.16), "AWS WAF controls" (WAF.10); AWS Verified Access User Guide,
"Integrate Verified Access with AWS WAF" (the web ACL is an instance's, and reads HTTP; "you may also want to apply perimeter protection").
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.aws.tokens import LOAD_BALANCER
from posture.readers.aws.verified_access import ENDPOINT, INSTANCE, instances_of
from posture.readers.aws.web_firewalls import ASSOCIATION, WEB_ACL
from posture.rules.aws_web_firewalls import associated_instances, refuses_something
from posture.rules.contract import Fault, rule
from posture.rules.look import Look, Scene
from posture.rules.network.front_authenticates.rule import on_the_internet
from posture.rules.words import must_have_companion
from posture.values import is_unknown

BALANCER: Final = tuple(token for token in LOAD_BALANCER if not token.startswith("aws-native"))
PEOPLE: Final = tuple(token for token in INSTANCE if not token.startswith("aws-native"))
_WEB: Final = ("http", "https")
_FAULT: Final = "faces the internet without a web firewall"


@rule(*BALANCER, *PEOPLE)
def check(look: Look) -> Iterator[Fault]:
    """An association, and in what is associated something that refuses."""
    if look.resource.type in PEOPLE:
        yield from _for_people(look)
        return
    if not on_the_internet(look):
        return
    yield from must_have_companion(look, ASSOCIATION, "resourceArn", _FAULT, BALANCER)
    for association in look.companions(ASSOCIATION, "resourceArn", BALANCER):
        yield from _refused_by(association)


def _for_people(look: Look) -> Iterator[Fault]:
    """Its policies ask who is there before anything is passed on, and AWS leaves a web firewall to whoever wants one too: it must only refuse something.

    One with an endpoint of the access zone that speaks HTTP; what speaks TCP no web firewall reads.
    """
    if look.urn not in _with_web(look.scene):
        return
    for association in _associations(look.scene).get(look.urn, ()):
        yield from _refused_by(association)


def _with_web(scene: Scene) -> frozenset[str]:
    """Instances with an endpoint that people reach by HTTP."""
    ends = (one for one in scene.of(ENDPOINT) if _speaks_http(scene.look(one)))
    return scene.once("instances on the web", lambda: frozenset(urn for one in ends for urn in instances_of(scene.builder, one.urn)))


def _associations(scene: Scene) -> dict[str, list[Look]]:
    """Instance of Verified Access → associations that name it."""
    return scene.once("web ACLs of instances", lambda: _indexed(scene))


def _indexed(scene: Scene) -> dict[str, list[Look]]:
    index: dict[str, list[Look]] = {}
    for association in (scene.look(one) for one in scene.of(ASSOCIATION)):
        for instance in associated_instances(association):
            index.setdefault(instance.urn, []).append(association)
    return index


def _speaks_http(endpoint: Look) -> bool:
    spoken = [endpoint.text(f"{options}.protocol") for options in ("loadBalancerOptions", "networkInterfaceOptions")]
    return endpoint.zone is ZoneName.ACCESS and any(word in _WEB for word in spoken if not is_unknown(word))


def _refused_by(association: Look) -> Iterator[Fault]:
    for acl in association.targets("webAclArn", WEB_ACL):
        yield from refuses_something(acl)
