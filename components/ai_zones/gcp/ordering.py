"""What is built after what: references on Google Cloud are made of plain names, which carry no dependency. See `ai_zones.ordering`."""

from ai_zones.ordering import after, children_wait

__all__ = ["after", "children_wait"]
