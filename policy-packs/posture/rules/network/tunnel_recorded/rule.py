"""VPN tunnels of zones write what happens to them to a log group."""

from collections.abc import Iterator

from posture.readers.aws.circuits import VPN_CONNECTION
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.tunnel_encrypts_strongly.rule_aws import of_a_zone
from posture.rules.words import must_be_set, must_be_true


@rule(*VPN_CONNECTION)
def check(look: Look) -> Iterator[Fault]:
    """Logs of both tunnels: on, and to a group. Off by default (AWS Site-to-Site VPN User Guide, "AWS Site-to-Site VPN logs")."""
    if not of_a_zone(look):
        return
    native = look.resource.type.startswith("aws-native")
    for index, tunnel in enumerate(("tunnel1", "tunnel2")):
        options = f"vpnTunnelOptionsSpecifications[{index}].logOptions" if native else f"{tunnel}LogOptions"
        base = f"{options}.cloudwatchLogOptions"
        yield from must_be_true(look, f"{base}.logEnabled", f"{tunnel} does not record its negotiations")
        if look.flag(f"{base}.logEnabled") is True:
            yield from must_be_set(look, f"{base}.logGroupArn", f"{tunnel} records its negotiations nowhere")
