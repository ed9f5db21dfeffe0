"""Images of containers: by digest or by tag, and whose registry they come from.

Sources: Kubernetes documentation, "Images" (Image names); distribution/reference (a name without a registry is Docker Hub's).
"""

import re
from typing import Final

_DIGEST: Final = re.compile(r".+@sha256:[0-9a-f]{64}")
_PUBLIC: Final = frozenset(
    {
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "quay.io",
        "ghcr.io",
        "gcr.io",
        "k8s.gcr.io",
        "registry.k8s.io",
        "mcr.microsoft.com",
        "nvcr.io",
        "public.ecr.aws",
        "registry.gitlab.com",
        "docker.elastic.co",
        "registry.hub.docker.com",
        "lscr.io",
        "cr.fluentbit.io",
        "xpkg.upbound.io",
        "hf.co",
        "registry.ollama.ai",
    }
)
"""Registries in which strangers publish. A project's own name below gcr.io is one's own."""
_HUB: Final = "docker.io"
_PUBLIC_PROJECTS: Final = ("gcr.io/google-containers/", "gcr.io/distroless/", "gcr.io/google_containers/", "gcr.io/istio-release/")


def by_digest(image: str) -> bool:
    """Whether the image is named by its digest, a tag beside it or not."""
    return _DIGEST.fullmatch(image) is not None


def registry_of(image: str) -> str:
    """The registry of an image: the part before the first slash if that is a host, else Docker Hub."""
    first, slash, _ = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else _HUB


def public_registry(image: str) -> str | None:
    """The public registry that an image comes from; None for any other."""
    registry = registry_of(image).lower()
    if registry == "gcr.io":
        return registry if image.startswith(_PUBLIC_PROJECTS) else None
    return registry if registry in _PUBLIC else None
