"""`python -m tests.bench`: what judging costs, beside an empty pack and a peer. Writes docs/bench.md."""
