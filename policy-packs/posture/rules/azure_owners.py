"""Whose subscriptions are ours: those that the reviewer lists, else those in which the stack itself is built."""

from posture.rules.look import Scene


def own_subscriptions(scene: Scene) -> frozenset[str]:
    """In lower case; empty where nothing tells."""
    return scene.builder.own_subscriptions
