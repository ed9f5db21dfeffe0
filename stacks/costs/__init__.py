"""What a stack costs by the hour, before it is built."""

from stacks.costs.counting import Bill, count
from stacks.costs.prices import Basis, PriceList, load_prices, prices_of
from stacks.costs.resources import Resource, from_preview, from_state
from stacks.costs.table import difference, render, sources, summary, totals

__all__ = [
    "Basis",
    "Bill",
    "PriceList",
    "Resource",
    "count",
    "difference",
    "from_preview",
    "from_state",
    "load_prices",
    "prices_of",
    "render",
    "sources",
    "summary",
    "totals",
]
