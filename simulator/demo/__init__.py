"""The main job from end to end, on a simulated cloud: build, prove, break, refuse, take down. `make demo`."""
