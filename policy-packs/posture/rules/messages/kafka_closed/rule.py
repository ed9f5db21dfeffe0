"""Kafka clusters of a zone speak TLS to clients that they know, and let each do what an ACL says.

Sources: Amazon MSK Developer Guide, "Encryption in transit", "Apache Kafka ACLs" (`allow.everyone.if.no.acl.found` is true unless a configuration
says otherwise; with IAM access control alone, no ACL is asked), "Default Amazon MSK configuration".
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell, must_be_false, must_be_one_of, must_be_true
from posture.values import is_unknown

_TRANSIT: Final = "encryptionInfo.encryptionInTransit"
_KNOWN: Final = ("clientAuthentication.sasl.iam", "clientAuthentication.sasl.scram")
_AUTHORITIES: Final = "clientAuthentication.tls.certificateAuthorityArns"
_CONFIGURATION: Final = "aws:msk/configuration:Configuration"
_CLOSED: Final = re.compile(r"^\s*allow\.everyone\.if\.no\.acl\.found\s*[=:]\s*false\s*$", re.M | re.I)


@rule("aws:msk/cluster:Cluster")
def check(look: Look) -> Iterator[Fault]:
    """TLS is the default, authentication is not."""
    if not guarded(look):
        return
    yield from must_be_one_of(look, f"{_TRANSIT}.clientBroker", ("TLS",), "takes clients without TLS", default="TLS")
    yield from must_be_true(look, f"{_TRANSIT}.inCluster", "speaks in the clear between its brokers", default=True)
    yield from must_be_false(look, "clientAuthentication.unauthenticated", "lets in clients that it does not know")
    ways = (*(look.flag(path) for path in _KNOWN), look.listed(_AUTHORITIES))
    if not any(way for way in ways if not is_unknown(way)):
        if any(is_unknown(way) for way in ways):
            yield cannot_tell("clientAuthentication", "whether it asks who its clients are")
        else:
            yield Fault("does not ask who its clients are", "clientAuthentication")
    access = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type"
    yield from must_be_one_of(look, access, ("DISABLED",), "is open to the internet", default="DISABLED")
    yield from _acls(look)


def _acls(look: Look) -> Iterator[Fault]:
    """Clients with a password or a certificate may do what nothing forbids them."""
    by_password = look.flag(_KNOWN[1])
    if is_unknown(by_password):
        yield cannot_tell(_KNOWN[1], "whether it lets every client that logs in do everything")
        return
    authorities = look.listed(_AUTHORITIES)
    if by_password is not True and not (is_unknown(authorities) or authorities):
        return
    fault = "lets every client that logs in do everything: nothing turns allow.everyone.if.no.acl.found off"
    if look.value("configurationInfo.arn") in (None, ""):
        yield Fault(fault, "configurationInfo")
        return
    named = look.targets("configurationInfo.arn", (_CONFIGURATION,))
    if not named:
        yield cannot_tell("configurationInfo.arn", "whether it lets every client that logs in do everything")
    for configuration in named:
        properties = configuration.text("serverProperties")
        if is_unknown(properties):
            yield cannot_tell("configurationInfo", "whether it lets every client that logs in do everything")
        elif isinstance(properties, str) and not _CLOSED.search(properties):
            yield Fault(fault, "configurationInfo")
