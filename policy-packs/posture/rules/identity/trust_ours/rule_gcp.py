"""No grant beside zones names a stranger: another organization's robot, people of another domain, workloads of somebody else's pool."""

from collections.abc import Iterator

from posture.graph.kinds import Outside
from posture.proofs.verdict import Verdict
from posture.readers.gcp.federation import admits_strangers
from posture.rules.contract import Fault, rule
from posture.rules.gcp_grants import GRANTS, concerned, members_of, standing, unnamed
from posture.rules.look import Look
from posture.rules.words import cannot_tell


@rule(*GRANTS)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Principal identifiers"; BigQuery API, "datasets" (access). Whose a pool is of which only a project's number is known, nobody can say."""
    if not concerned(look):
        return
    for prop in unnamed(look):
        yield cannot_tell(prop, "whether it lets in strangers")
    for prop, member in members_of(look):
        outside = standing(look, member)
        if outside is Outside.FOREIGN and not member.everybody:
            yield Fault(f"lets in strangers: {member.text}", prop)
        elif outside is Outside.UNKNOWN and member.text.startswith("principal"):
            yield Fault(f"lets in workloads or people of whom nobody knows whose they are: {member.text}", prop, Verdict.UNPROVEN)
        elif member.pool is not None and (admitted := admits_strangers(look.scene.builder, member.pool, member.text)) is not None:
            said = f"lets in whoever has an account at the pool's issuer: {member.text}"
            yield Fault(said, prop, Verdict.VIOLATED if admitted else Verdict.UNPROVEN)
