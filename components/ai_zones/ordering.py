"""What is built after what.

References made of plain names carry no dependency, and a server refuses what is not there yet, or what has not been enabled.
Pulumi's `depends_on` of a component does not reach its children by itself; here it does.
Source: Pulumi documentation, "Resource options: dependsOn", "Resource options: transformations" (a parent's apply to its children).
"""

from collections.abc import Sequence

import pulumi


def children_wait(opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions | None:
    """The options of a component, so that its children wait for all that it depends on: pass them to the component's `super().__init__`."""
    if opts is None or not opts.depends_on:
        return opts
    awaited = opts.depends_on

    def wait(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        return pulumi.ResourceTransformationResult(
            args.props, pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(depends_on=awaited))
        )

    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(transformations=[wait]))


def after(
    parent: pulumi.Resource,
    *awaited: pulumi.Resource | Sequence[pulumi.Resource],
    protect: bool = False,
    replace_on: Sequence[str] = (),
) -> pulumi.ResourceOptions:
    """Options of a child that waits for others. Its name is fixed, so an old one goes before a new one comes."""
    flat = [one for group in awaited for one in (group if isinstance(group, Sequence) else [group])]
    return pulumi.ResourceOptions(
        parent=parent, depends_on=flat, delete_before_replace=True, protect=protect, replace_on_changes=list(replace_on)
    )
