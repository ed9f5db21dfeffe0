"""The peer: awsguard, run as its users run it, on the same bases and mutants."""
