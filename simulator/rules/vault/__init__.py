"""Rules of a simulated Vault or OpenBao: a file an idea."""
