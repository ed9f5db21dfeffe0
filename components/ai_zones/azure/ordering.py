"""What is built after what.

Paths on Azure are made of plain names, which carry no dependency, and Azure Resource Manager refuses a child whose parent or group is not
there yet. Pulumi's `depends_on` of a component does not reach its children by itself; here it does.
Source: Pulumi documentation, "Resource options: dependsOn", "Resource options: transformations" (a parent's apply to its children).
"""

from collections.abc import Sequence

import pulumi

from ai_zones.azure.aliases import without_versioned_aliases


def children_wait(opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
    """The options of a component, so that its children wait for all that it depends on: pass them to the component's `super().__init__`.

    The children carry no aliases by API version either: see `aliases`.
    """
    lighter = pulumi.ResourceOptions(transformations=[without_versioned_aliases])
    if opts is None or not opts.depends_on:
        return pulumi.ResourceOptions.merge(opts, lighter)
    awaited = opts.depends_on

    def wait(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        return pulumi.ResourceTransformationResult(
            args.props, pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(depends_on=awaited))
        )

    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(transformations=[wait, without_versioned_aliases]))


def after(
    parent: pulumi.Resource,
    *awaited: pulumi.Resource | Sequence[pulumi.Resource],
    protect: bool = False,
    replace_on: Sequence[str] = (),
) -> pulumi.ResourceOptions:
    """Options of a child that waits for others. Its name is fixed, so an old one goes before a new one comes.

    `replace_on` are properties that Azure fixes at creation, though its API's description does not say so.
    """
    flat = [one for group in awaited for one in (group if isinstance(group, Sequence) else [group])]
    return pulumi.ResourceOptions(
        parent=parent, depends_on=flat, delete_before_replace=True, protect=protect, replace_on_changes=list(replace_on)
    )
