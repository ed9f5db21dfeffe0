"""Images that values of a chart name, whatever the chart: by the words that most charts share.

- A text `image` (or one of another name that ends so, if it is a whole reference), with `hub`, `tag` and `digest` beside it or under `global`.
- A mapping `image`, or another with a `repository` and a `tag`, `digest`, `version` or `pullPolicy`: the parts of a reference.
- A text `hub`, `registry` or `imageRegistry`: where images come from that the values do not name.

What is switched off (`enabled: false`) runs nothing. An unknown value under another name is taken for a text: charts take names of clouds' resources so.
Sources: Helm documentation, "Values" (chart best practices); values of the charts cert-manager (`image.repository`, `image.digest`), istiod and cni
(`image`: a whole reference where it has a slash, else hub/image:tag), policy-controller (`image.version`, a digest or a tag).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.record import record
from posture.rules.kubernetes_images import by_digest, public_registry
from posture.values import is_unknown

_DIGEST: Final = re.compile(r"(?:.*@)?sha256:[0-9a-f]{64}")
_HEX: Final = re.compile(r"(?:sha256:)?[0-9a-f]{64}")
_NAMES: Final = ("repository", "name", "image")
_MARKS: Final = ("digest", "sha", "tag", "version")
_FROM: Final = ("registry", "hub", "imageRegistry")
_PARTS: Final = ("tag", "digest", "version", "pullPolicy")


@record
class Named:
    """An image, or a registry alone, at a path below the values."""

    path: str
    pinned: bool | None
    """Whether it is named by its digest; None where only the update tells. True of a registry alone, which names no image."""
    registry: str | None = None
    """The public registry that it comes from; None for any other, and where the chart says which."""
    defaulted: bool = False
    """Whether the values leave its tag and digest to the chart, of which some have digests of their own."""


def named_images(values: Mapping[str, Any]) -> Iterator[Named]:
    """All of them, in the order of the values."""
    outer = values.get("global")
    yield from _below(values, "", outer if isinstance(outer, Mapping) else {})


def _below(block: Mapping[str, Any], path: str, outer: Mapping[str, Any]) -> Iterator[Named]:
    if block.get("enabled") is False:
        return
    for key, value in block.items():
        at = f"{path}.{key}" if path else key
        image = key.lower().endswith("image")
        if isinstance(value, Mapping):
            parts = (
                value.get("enabled") is not False and (image or "repository" in value) and any(part in value for part in (*_NAMES, *_MARKS))
            )
            if parts and (key == "image" or any(part in value for part in _PARTS)):
                yield _of_parts(value, at, outer)
            else:
                yield from _below(value, at, outer)
        elif isinstance(value, (list, tuple)):
            for index, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield from _below(item, f"{at}[{index}]", outer)
        elif key == "image" and value not in (None, ""):
            yield _of_text(value, block, at, outer) if isinstance(value, str) else Named(at, None)
        elif image and isinstance(value, str) and "/" in value and "://" not in value:
            yield Named(at, by_digest(value), _public(value))
        elif key in _FROM and isinstance(value, str) and value:
            yield Named(at, True, _public(f"{value}/image"))


def _of_text(text: str, beside: Mapping[str, Any], at: str, outer: Mapping[str, Any]) -> Named:
    """A whole reference, or one that the chart completes by what stands beside it."""
    tagged = ":" in text.rsplit("/", 1)[-1]
    marks = [*_marks(beside), *_marks(outer)]
    pinned = by_digest(text) or _pinned(marks)
    return Named(at, pinned, _public(text), not tagged and not marks and pinned is False)


def _of_parts(parts: Mapping[str, Any], at: str, outer: Mapping[str, Any]) -> Named:
    names = [parts[name] for name in _NAMES if parts.get(name) is not None]
    marks = _marks(parts)
    registries = (parts.get("registry"), parts.get("hub"), outer.get("imageRegistry"))
    registry = next((one for one in registries if isinstance(one, str) and one), None)
    name = next((one for one in names if isinstance(one, str)), "")
    whole = name if registry is None else f"{registry}/{name}"
    hexed = any(isinstance(parts.get(mark), str) and _HEX.fullmatch(parts[mark]) for mark in ("digest", "sha"))
    pinned = True if hexed else _pinned([*names, *marks])
    tagged = ":" in name.rsplit("/", 1)[-1]
    return Named(at, pinned, _public(whole), not tagged and not marks and pinned is False)


def _marks(block: Mapping[str, Any]) -> list[Any]:
    """What the block says of tag and digest; an empty text leaves it to the chart."""
    return [block[mark] for mark in _MARKS if is_unknown(block.get(mark)) or block.get(mark) not in (None, "")]


def _pinned(given: list[Any]) -> bool | None:
    if any(isinstance(one, str) and _DIGEST.fullmatch(one) for one in given):
        return True
    return None if any(is_unknown(one) for one in given) else False


def _public(reference: str) -> str | None:
    """The public registry that a reference names. Where it names none, the chart adds its own, which nobody sees here."""
    host = reference.partition("/")[0]
    return public_registry(reference) if "/" in reference and ("." in host or ":" in host) else None
