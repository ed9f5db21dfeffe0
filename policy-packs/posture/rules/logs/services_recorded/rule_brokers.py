"""Brokers of Amazon MQ that carry records write down what they did, and who managed them.

Source: Amazon MQ Developer Guide, "Configuring Amazon MQ for ActiveMQ logs" (general and audit; both off unless they are switched on),
"Configuring Amazon MQ for RabbitMQ logs" (general alone: RabbitMQ knows no audit log).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import must_be_true

BROKER: Final = "aws:mq/broker:Broker"


@rule(BROKER)
def check(look: Look) -> Iterator[Fault]:
    """The engine decides which logs there are."""
    if not handles(look):
        return
    yield from must_be_true(look, "logs.general", "writes nowhere what it did")
    engine = look.text("engineType")
    if isinstance(engine, str) and engine.lower() == "activemq":
        yield from must_be_true(look, "logs.audit", "writes nowhere who managed it")
