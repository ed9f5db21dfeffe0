"""VPN tunnels of zones write what happens to them to a log group."""

from collections.abc import Iterator

from posture.readers.aws.circuits import VPN_CONNECTION
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.tunnel_encrypts_strongly.rule_aws import of_a_zone
from posture.rules.words import must_be_set, must_be_true


@rule(*(token for token in VPN_CONNECTION if not token.startswith("aws-native")))
def check(look: Look) -> Iterator[Fault]:
    """Logs of both tunnels: on, and to a group. Off by default (AWS Site-to-Site VPN User Guide, "AWS Site-to-Site VPN logs")."""
    if not of_a_zone(look):
        return
    for tunnel in ("tunnel1", "tunnel2"):
        base = f"{tunnel}LogOptions.cloudwatchLogOptions"
        yield from must_be_true(look, f"{base}.logEnabled", f"{tunnel} does not record its negotiations")
        if look.flag(f"{base}.logEnabled") is True:
            yield from must_be_set(look, f"{base}.logGroupArn", f"{tunnel} records its negotiations nowhere")
