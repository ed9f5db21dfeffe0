"""QuickSight: a dashboard, an analysis or a template is made of something.

Sources: Amazon QuickSight API Reference, CreateDashboard, CreateAnalysis, CreateTemplate: "Either a SourceEntity or a Definition must be provided in order
for the request to be valid"; "You can only create a dashboard from a template, so you use a SourceTemplate entity".
"""

from simulator.rules import AtLeastOneOf, Rules

_TEMPLATE, _ANALYSIS = "sourceEntity.sourceTemplate", "sourceEntity.sourceAnalysis"


def _made_of(type_: str, action: str, *entities: str) -> Rules:
    source = f"Amazon QuickSight API Reference, {action}, SourceEntity"
    return Rules(type_, source=source, checks=(AtLeastOneOf((*entities, "definition"), source=source),))


dashboard = _made_of("aws:quicksight/dashboard:Dashboard", "CreateDashboard", _TEMPLATE)
analysis = _made_of("aws:quicksight/analysis:Analysis", "CreateAnalysis", _TEMPLATE)
template = _made_of("aws:quicksight/template:Template", "CreateTemplate", _TEMPLATE, _ANALYSIS)
