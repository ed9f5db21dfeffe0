"""Lengths and letters of names.

Source: Azure documentation, "Naming rules and restrictions for Azure resources" (table of Microsoft.Network and others).
"""

from simulator.rules import Pattern

SOURCE = "Azure documentation, 'Naming rules and restrictions for Azure resources'"


def network_name(property_: str, least: int = 1, most: int = 80) -> Pattern:
    """The form that almost every type of Microsoft.Network has."""
    inner = f"[A-Za-z0-9._-]{{{max(least - 2, 0)},{most - 2}}}[A-Za-z0-9_]"
    form = f"[A-Za-z0-9]{inner}" if least > 1 else f"[A-Za-z0-9](?:{inner})?"
    saying = (
        f"{least} to {most} letters, digits, underscores, periods and hyphens; it starts with a letter or digit and ends with one or with "
        "an underscore"
    )
    return Pattern(property_, form, source=f"{SOURCE}, Microsoft.Network", saying=saying)


def zone_name(property_: str, fewest_labels: int = 2) -> Pattern:
    """A DNS zone: 2 to 34 labels (a private zone may have one), 1 to 253 letters in all, 63 in a label."""
    label = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
    return Pattern(
        property_,
        rf"(?=.{{1,253}}$){label}(?:\.{label}){{{fewest_labels - 1},33}}",
        source=f"{SOURCE}, Microsoft.Network",
        saying=f"{fewest_labels} to 34 labels of letters, digits, underscores and hyphens with periods between, without one at the end",
    )
