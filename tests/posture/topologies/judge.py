"""`python -m tests.posture.topologies.judge [name…]`: the label beside the judge's word, with its paths where they differ."""

import sys

from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict
from tests.posture.topologies.corpus import PREVIEW, STATE, Topology, named_in, topologies, verdicts


def tell(topology: Topology, always: bool) -> str:
    """One topology as text: `ok`, or what is wrong and why."""
    if not (topology.folder / STATE).exists():
        return f"{topology.name}: not recorded"
    lines = []
    state, preview = topology.judged(STATE), topology.judged(PREVIEW)
    for theorem in THEOREMS:
        said, early = verdicts(state)[theorem], verdicts(preview)[theorem]
        missing = set(topology.expected.through.get(theorem, ())) - named_in(state, theorem)
        miss = "  MISS" if said is Verdict.PROVEN and Verdict.PROVEN not in topology.expected.of(theorem) else ""
        if said not in topology.expected.of(theorem) or missing or early is not said or always:
            label = " or ".join(topology.expected.of(theorem))
            lines.append(
                f"   {theorem}: label {label}; state {said}; preview {early}{miss}{f'; not on a path: {missing}' if missing else ''}"
            )
            for form, judgement in (("state", state), ("preview", preview)):
                if form == "preview" and early is said:
                    continue
                result = judgement.result(theorem)
                lines += [f"      {form}: {reason}" for reason in result.reasons]
                lines += [
                    f"      {form}: {one.verdict}: {one.message} [{one.shown_path}] @{one.urn.rsplit('::')[-1]}" for one in result.findings
                ]
    return f"{topology.name}: {'ok' if not lines else ''}\n" + "\n".join(lines)


def main(names: list[str]) -> None:
    """Tell of all, or of those named in full."""
    for topology in topologies():
        if not names or topology.name in names:
            sys.stdout.write(tell(topology, bool(names)).rstrip() + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
