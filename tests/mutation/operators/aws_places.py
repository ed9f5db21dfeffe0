"""What of AWS only lets through by the value that it has: left out, something refuses again.

Source: AWS WAF API Reference, RuleActionOverride ("action setting to use in the place of a rule action that is configured inside the rule group").
"""

from typing import Any, Final

from tests.mutation.program import Row, plain
from tests.mutation.sites import Site

_OVERRIDES: Final = "ruleActionOverrides"
_LETS_THROUGH: Final = ("allow", "count")


def narrows(row: Row, site: Site) -> bool:
    """Overrides of a web ACL by which rules of a group only count, or let in. One that blocks is a safeguard, and is left out as any other."""
    if not row.type.startswith("aws:wafv2/") or site.last != _OVERRIDES:
        return False
    return all(_lets_through(one) for one in (site.value if isinstance(site.value, list) else [site.value]))


def _lets_through(override: Any) -> bool:
    action = plain(override.get("actionToUse")) if isinstance(override, dict) else None
    return isinstance(action, dict) and any(name in action for name in _LETS_THROUGH)
