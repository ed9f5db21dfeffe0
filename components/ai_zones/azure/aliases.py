"""Aliases of Azure Native's types by version of the API, left out.

The SDK gives every resource an alias for each version of its API, up to eighty, for states of its own older majors in which a program could pick
one (`azure-native:network/v20230901:Subnet`). No component of ours ever did, and each costs time in every run: four fifths of a preview's.
Aliases to types at another place (`azure-native:network:PrivateZone`) stay: they are how a later major finds what an earlier one made.
Source: Pulumi documentation, "Resource options: aliases", "transformations"; Pulumi Registry, "Azure Native: version guide".
"""

import re

import pulumi

_VERSIONED = re.compile(r"azure-native:\w+/v\d{8}\w*:\w+")


def without_versioned_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """A transformation for the children of a component."""
    aliases = args.opts.aliases
    if not args.type_.startswith("azure-native:") or not isinstance(aliases, list):
        return None
    # The options of a resource are its own by the time that transformations see them.
    args.opts.aliases = [one for one in aliases if not _is_versioned(one)]
    return pulumi.ResourceTransformationResult(args.props, args.opts)


def _is_versioned(alias: object) -> bool:
    type_ = getattr(alias, "type_", None)
    return isinstance(type_, str) and _VERSIONED.fullmatch(type_) is not None
