"""A bill as Markdown: by zone and kind, with totals, what they rest on, and what they leave out."""

from collections.abc import Iterable, Iterator

from stacks.costs.counting import Bill
from stacks.costs.prices import Basis, Price, PriceList, prices_of

_SHOWN = 0.001
MARKS = {Basis.READ: "", Basis.ELSEWHERE: "†", Basis.MEMORY: "\\*"}


def render(bill: Bill, prices: PriceList) -> str:
    """Tables of one stack."""
    return "\n".join(_lines(bill, prices)) + "\n"


def totals(bill: Bill, prices: PriceList) -> dict[Basis, float]:
    """US dollars an hour, by what they rest on."""
    found = dict.fromkeys(Basis, 0.0)
    for counted in bill.quantities.values():
        for kind, quantity in counted.items():
            usd, basis = prices.hourly(kind, bill.region) or (0.0, Basis.READ)
            found[basis] += usd * quantity
    return found


def summary(bills: Iterable[Bill]) -> str:
    """One line a stack."""
    lines = [
        "| stack | USD an hour | USD a month | read for its region | read for another region † | from memory \\* |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for bill in bills:
        prices = prices_of(bill.stack)
        parts = totals(bill, prices)
        whole = sum(parts.values())
        shares = " | ".join(f"{part:.2f} ({part / whole if whole else 0:.0%})" for part in parts.values())
        lines.append(f"| {bill.stack} | {whole:.2f} | {whole * prices.hours_a_month:,.0f} | {shares} |")
    return "\n".join(lines) + "\n"


def difference(dear: Bill, cheap: Bill, prices: PriceList) -> str:
    """What one stack costs less than another, and by which kinds most."""

    def by_kind(bill: Bill) -> dict[str, float]:
        found: dict[str, float] = {}
        for counted in bill.quantities.values():
            for kind, quantity in counted.items():
                title = prices.kinds[kind].family if kind in prices.kinds else kind
                found[title] = found.get(title, 0.0) + (prices.hourly(kind, bill.region) or (0.0,))[0] * quantity
        return found

    whole, part = by_kind(dear), by_kind(cheap)
    saved = sum(whole.values()) - sum(part.values())
    most = sorted(whole, key=lambda title: part.get(title, 0.0) - whole[title])[:6]
    kinds = ", ".join(f"{title} {whole[title] - part.get(title, 0.0):.2f}" for title in most)
    return f"{cheap.stack} costs {_usd(saved)} an hour less than {dear.stack}, {saved / sum(whole.values()):.0%}: {kinds}.\n"


def sources(bills: Iterable[Bill], prices: PriceList) -> str:
    """Where the prices of some bills were read."""
    used = {kind for bill in bills for counted in bill.quantities.values() for kind in counted}
    lines = ["| kind | region | USD | source | date |", "|---|---|--:|---|---|"]
    for kind in sorted(used & set(prices.kinds), key=lambda kind: prices.kinds[kind].title):
        price = prices.kinds[kind]
        lines += [
            f"| {price.title} | {one.region.replace('*', 'all') or 'not named'} | {one.usd:g} | {one.title} | {one.date.isoformat()} |"
            for one in price.sources
        ] or [f"| {price.title} | | | none found: {price.page} | |"]
    return "\n".join(lines) + "\n"


def _lines(bill: Bill, prices: PriceList) -> Iterator[str]:
    hours, parts = prices.hours_a_month, totals(bill, prices)
    whole = sum(parts.values())
    zones: dict[str, float] = {}
    kinds: dict[str, tuple[float, float]] = {}
    unpriced: list[str] = []
    for zone, counted in bill.quantities.items():
        for kind, quantity in counted.items():
            found = prices.hourly(kind, bill.region)
            if found is None:
                unpriced.append(f"{quantity:g} × {_title(kind, prices)} ({zone})")
                continue
            cost = found[0] * quantity
            zones[zone] = zones.get(zone, 0) + cost
            before = kinds.get(kind, (0.0, 0.0))
            kinds[kind] = (before[0] + quantity, before[1] + cost)
    yield f"**{bill.stack}** in {bill.region}: **{_usd(whole)} an hour, {_usd(whole * hours, 0)} a month** of {hours} hours."
    yield f"Of these, {_usd(parts[Basis.READ])} an hour rest on prices that were read for {bill.region}, {_usd(parts[Basis.ELSEWHERE])} on prices"
    yield f"that were read for another region ({MARKS[Basis.ELSEWHERE]}), {_usd(parts[Basis.MEMORY])} on prices from memory ({MARKS[Basis.MEMORY]})."
    yield ""
    yield "| kind | how many | USD each | per | USD an hour | USD a month | the cloud's page |"
    yield "|---|--:|--:|---|--:|--:|---|"
    for kind, (quantity, cost) in sorted(kinds.items(), key=lambda item: -item[1][1]):
        price = prices.kinds[kind]
        numbers = f"{quantity:g} | {_each(price, bill.region)} | {price.per} | {cost:.3f} | {cost * hours:.0f}"
        yield f"| {price.title} | {numbers} | {price.page} |"
    yield ""
    yield "| zone | USD an hour | USD a month | of it, an hour |"
    yield "|---|--:|--:|---|"
    for zone, cost in sorted(zones.items(), key=lambda item: -item[1]):
        yield f"| {zone} | {cost:.3f} | {cost * hours:.0f} | {_parts(bill, zone, prices)} |"
    yield ""
    if unpriced:
        yield f"Charged by the hour, but no price is known here, so not in the totals: {', '.join(sorted(unpriced))}."
        yield ""
    if notes := [prices.kinds[kind].note for kind in sorted(kinds) if prices.kinds[kind].note]:
        yield "To know about the totals:"
        yield from (f"- {note}" for note in notes)
        yield ""
    if bill.by_use:
        yield "Charged by use, so not in the totals:"
        yield from (f"- {by}: {number} resource{'s' if number > 1 else ''}" for by, number in bill.by_use.items())
        yield ""
    if bill.unknown:
        yield f"Not known whether they are charged: {', '.join(bill.unknown)}."


def _each(price: Price, region: str) -> str:
    usd, basis = price.of(region) or (0.0, Basis.MEMORY)
    return f"{usd:g}{MARKS[basis]}"


def _parts(bill: Bill, zone: str, prices: PriceList) -> str:
    """The zone's kinds by their cost; those of less than a thousandth of a dollar are left out."""

    def cost(kind: str) -> float:
        return (prices.hourly(kind, bill.region) or (0.0,))[0] * bill.quantities[zone][kind]

    dearest = sorted(bill.quantities[zone], key=lambda kind: (-cost(kind), kind))
    return ", ".join(f"{bill.quantities[zone][kind]:g} {_title(kind, prices)} {cost(kind):.3f}" for kind in dearest if cost(kind) >= _SHOWN)


def _title(kind: str, prices: PriceList) -> str:
    return prices.kinds[kind].title if kind in prices.kinds else kind


def _usd(amount: float, digits: int = 2) -> str:
    return f"{amount:,.{digits}f} USD"
