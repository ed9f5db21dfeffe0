"""Labels as the provider computes them: the resource's own, its provider's, and the one that says Pulumi made it.

Sources: Terraform google provider, "Provider default labels" and "Labels" (`labels`, `terraform_labels`, `effective_labels`; a resource's label wins);
pulumi-gcp, `labels.go` (`terraform_labels` is `pulumiLabels`; both computed maps are secret) and provider configuration `addPulumiAttributionLabel`.
"""

from collections.abc import Mapping
from typing import Any

from simulator.values import UNKNOWN, Properties, holds_unknown

ATTRIBUTION = "goog-pulumi-provisioned"


def label_outputs(inputs: Properties, config: Mapping[str, Any], before: Properties | None) -> Properties:
    """`pulumiLabels` and `effectiveLabels`; unknown together while a label is."""
    own = inputs.get("labels")
    if holds_unknown(own):
        return {"pulumiLabels": UNKNOWN, "effectiveLabels": UNKNOWN}
    labels: dict[str, Any] = dict(config.get("defaultLabels") or {})
    proactive = config.get("pulumiAttributionLabelAdditionStrategy") == "PROACTIVE"
    existing = ATTRIBUTION in ((before or {}).get("effectiveLabels") or {})
    if config.get("addPulumiAttributionLabel", True) is not False and (before is None or proactive or existing):
        labels[ATTRIBUTION] = "true"
    labels |= own or {}
    return {"pulumiLabels": labels, "effectiveLabels": _effective(labels, before)}


def _effective(labels: Properties, before: Properties | None) -> Properties:
    """What others put on the resource stays; what was Pulumi's and is no longer asked for goes."""
    standing = dict((before or {}).get("effectiveLabels") or {})
    ours = (before or {}).get("pulumiLabels") or {}
    return {name: value for name, value in standing.items() if name not in ours} | labels
