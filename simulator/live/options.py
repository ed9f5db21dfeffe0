"""Options of the command that choose real servers."""

from typing import Annotated

import typer

RealVault = Annotated[
    str | None,
    typer.Option(
        "--vault",
        metavar="MODE",
        help="memory or real: apply Vault's resources to an OpenBao on loopback. Kept for later commands in the world. Default: memory.",
    ),
]
RealKubernetes = Annotated[
    str | None,
    typer.Option(
        "--kubernetes",
        metavar="MODE",
        help="memory or real: apply manifests to a kube-apiserver on loopback, built at first use. Kept for later commands. Default: memory.",
    ),
]
