"""Kafka clusters of a zone speak TLS to clients that they know."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_false, must_be_one_of, must_be_true

_TRANSIT: Final = "encryptionInfo.encryptionInTransit"
_KNOWN: Final = ("clientAuthentication.sasl.iam", "clientAuthentication.sasl.scram")


@rule("aws:msk/cluster:Cluster")
def check(look: Look) -> Iterator[Fault]:
    """TLS is the default, authentication is not."""
    if not guarded(look):
        return
    yield from must_be_one_of(look, f"{_TRANSIT}.clientBroker", ("TLS",), "takes clients without TLS", default="TLS")
    yield from must_be_true(look, f"{_TRANSIT}.inCluster", "speaks in the clear between its brokers", default=True)
    yield from must_be_false(look, "clientAuthentication.unauthenticated", "lets in clients that it does not know")
    if not any(look.flag(path) is True for path in _KNOWN) and not look.value("clientAuthentication.tls.certificateAuthorityArns"):
        yield Fault("does not ask who its clients are", "clientAuthentication")
    access = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type"
    yield from must_be_one_of(look, access, ("DISABLED",), "is open to the internet", default="DISABLED")
