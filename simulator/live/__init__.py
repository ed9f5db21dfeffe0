"""Real servers behind the simulator: what is applied goes to an OpenBao on loopback, so that its limits and refusals show.

`choice` says which packages of a world are real, `through` runs a provider's calls through a server, `openbao` starts and stops one,
`vault` and `vault_types` apply resources to it.
"""
