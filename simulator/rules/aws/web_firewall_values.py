"""Values that statements of a web ACL may hold, and every place where they may stand.

A statement stands in a rule, in the scope of a rate-based statement, or in that of a managed rule group; the same parts stand in each.
Sources: AWS WAF API Reference, Statement, FieldToMatch, TextTransformation, RateBasedStatement, GeoMatchStatement, CustomResponse,
ImmunityTimeProperty, ManagedRuleGroupConfig.
"""

from collections.abc import Iterator

from simulator.rules import Allowed, Between

_API = "AWS WAF API Reference, "

COUNTRIES = tuple(
    """
AF AX AL DZ AS AD AO AI AQ AG AR AM AW AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BQ BA BW BV BR IO BN BG BF BI KH CM CA CV KY CF
TD CL CN CX CC CO KM CG CD CK CR CI HR CU CW CY CZ DK DJ DM DO EC EG SV GQ ER EE ET FK FO FJ FI FR GF PF TF GA GM GE DE GH GI GR
GL GD GP GU GT GG GN GW GY HT HM VA HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT
LU MO MK MG MW MY MV ML MT MH MQ MR MU YT MX FM MD MC MN ME MS MA MZ MM NA NR NP NL NC NZ NI NE NG NU NF MP NO OM PK PW PS PA PG
PY PE PH PN PL PT PR QA RE RO RU RW BL SH KN LC MF PM VC WS SM ST SA SN RS SC SL SG SX SK SI SB SO ZA GS SS ES LK SD SR SJ SZ SE
CH SY TW TJ TZ TH TL TG TK TO TT TN TR TM TC TV UG UA AE GB US UM UY UZ VU VE VN VG VI WF EH YE ZM ZW XK
""".split()  # noqa: SIM905
)
TRANSFORMATIONS = tuple(
    """
NONE COMPRESS_WHITE_SPACE HTML_ENTITY_DECODE LOWERCASE CMD_LINE URL_DECODE BASE64_DECODE HEX_DECODE MD5 REPLACE_COMMENTS
ESCAPE_SEQ_DECODE SQL_HEX_DECODE CSS_DECODE JS_DECODE NORMALIZE_PATH NORMALIZE_PATH_WIN REMOVE_NULLS REPLACE_NULLS
BASE64_DECODE_EXT URL_DECODE_UNI UTF8_TO_UNICODE REMOVE_WHITESPACE TRIM TRIM_LEFT TRIM_RIGHT REMOVE_COMMENTS_CHAR UPPERCASE
CMD_LINE_WIN CMD_LINE_UNIX JS_DECODE_EXT SHA256
""".split()  # noqa: SIM905
)
FALLBACK = ("MATCH", "NO_MATCH")
OVERSIZE = ("CONTINUE", "MATCH", "NO_MATCH")
PARTS = ("ALL", "KEY", "VALUE")
PAYLOADS = ("JSON", "FORM_ENCODED")
SENSITIVITY = ("LOW", "MEDIUM", "HIGH")

_STATEMENT = "rules[*].statement"
_PLACES = (_STATEMENT, f"{_STATEMENT}.rateBasedStatement.scopeDownStatement", f"{_STATEMENT}.managedRuleGroupStatement.scopeDownStatement")
_INSPECTING = (
    "byteMatchStatement",
    "regexMatchStatement",
    "regexPatternSetReferenceStatement",
    "sizeConstraintStatement",
    "sqliMatchStatement",
    "xssMatchStatement",
)
_FIELD = {
    "body.oversizeHandling": OVERSIZE,
    "cookies.matchScope": PARTS,
    "cookies.oversizeHandling": OVERSIZE,
    "headers[*].matchScope": PARTS,
    "headers[*].oversizeHandling": OVERSIZE,
    "headerOrders[*].oversizeHandling": OVERSIZE,
    "ja3Fingerprint.fallbackBehavior": FALLBACK,
    "ja4Fingerprint.fallbackBehavior": FALLBACK,
    "jsonBody.matchScope": PARTS,
    "jsonBody.invalidFallbackBehavior": ("EVALUATE_AS_STRING", *FALLBACK),
    "jsonBody.oversizeHandling": OVERSIZE,
    "uriFragment.fallbackBehavior": FALLBACK,
}
_PLAIN = {
    "asnMatchStatement.forwardedIpConfig.fallbackBehavior": FALLBACK,
    "byteMatchStatement.positionalConstraint": ("CONTAINS", "CONTAINS_WORD", "ENDS_WITH", "EXACTLY", "STARTS_WITH"),
    "geoMatchStatement.countryCodes[*]": COUNTRIES,
    "geoMatchStatement.forwardedIpConfig.fallbackBehavior": FALLBACK,
    "ipSetReferenceStatement.ipSetForwardedIpConfig.fallbackBehavior": FALLBACK,
    "ipSetReferenceStatement.ipSetForwardedIpConfig.position": ("ANY", "FIRST", "LAST"),
    "labelMatchStatement.scope": ("LABEL", "NAMESPACE"),
    "sizeConstraintStatement.comparisonOperator": ("EQ", "GE", "GT", "LE", "LT", "NE"),
    "sqliMatchStatement.sensitivityLevel": ("HIGH", "LOW"),
}
_RATE = f"{_STATEMENT}.rateBasedStatement"
_KEYED = ("cookie", "header", "queryArgument", "queryString", "uriPath")
_MANAGED = f"{_STATEMENT}.managedRuleGroupStatement.managedRuleGroupConfigs[*]"
_FRAUD = ("awsManagedRulesAcfpRuleSet", "awsManagedRulesAtpRuleSet")


def statement_checks() -> Iterator[Allowed | Between]:
    """Checks of every place."""
    for place in _PLACES:
        for path, values in _PLAIN.items():
            yield Allowed(f"{place}.{path}", values, source=_API + "Statement")
        yield Between(f"{place}.asnMatchStatement.asnLists[*]", 0, 4294967295, source=_API + "AsnMatchStatement")
        yield Between(f"{place}.sizeConstraintStatement.size", 0, 21474836480, source=_API + "SizeConstraintStatement")
        for kind in _INSPECTING:
            for path, values in _FIELD.items():
                yield Allowed(f"{place}.{kind}.fieldToMatch.{path}", values, source=_API + "FieldToMatch")
            yield from _transformations(f"{place}.{kind}")
    yield from _rate_checks()
    yield from _managed_checks()
    yield from _answer_checks()


def _transformations(path: str) -> Iterator[Allowed | Between]:
    yield Allowed(f"{path}.textTransformations[*].type", TRANSFORMATIONS, source=_API + "TextTransformation")
    yield Between(f"{path}.textTransformations[*].priority", 0, None, source=_API + "TextTransformation")


def _rate_checks() -> Iterator[Allowed | Between]:
    source = _API + "RateBasedStatement"
    yield Allowed(f"{_RATE}.aggregateKeyType", ("IP", "FORWARDED_IP", "CUSTOM_KEYS", "CONSTANT"), source=source)
    yield Allowed(f"{_RATE}.evaluationWindowSec", (60, 120, 300, 600), source=source)
    yield Allowed(f"{_RATE}.forwardedIpConfig.fallbackBehavior", FALLBACK, source=source)
    yield Between(f"{_RATE}.limit", 10, 2000000000, source=source)
    for key in _KEYED:
        yield from _transformations(f"{_RATE}.customKeys[*].{key}")
    for key in ("ja3Fingerprint", "ja4Fingerprint"):
        yield Allowed(f"{_RATE}.customKeys[*].{key}.fallbackBehavior", FALLBACK, source=source)


def _managed_checks() -> Iterator[Allowed | Between]:
    source = _API + "ManagedRuleGroupConfig"
    challenge = f"{_MANAGED}.awsManagedRulesAntiDdosRuleSet.clientSideActionConfig.challenge"
    yield Allowed(f"{challenge}.usageOfAction", ("ENABLED", "DISABLED"), source=source)
    yield Allowed(f"{challenge}.sensitivity", SENSITIVITY, source=source)
    yield Allowed(f"{_MANAGED}.awsManagedRulesAntiDdosRuleSet.sensitivityToBlock", SENSITIVITY, source=source)
    yield Allowed(f"{_MANAGED}.awsManagedRulesBotControlRuleSet.inspectionLevel", ("COMMON", "TARGETED"), source=source)
    yield Allowed(f"{_MANAGED}.payloadType", PAYLOADS, source=source)
    for fraud in _FRAUD:
        yield Allowed(f"{_MANAGED}.{fraud}.requestInspection.payloadType", PAYLOADS, source=source)
        for codes in ("failureCodes", "successCodes"):
            yield Between(f"{_MANAGED}.{fraud}.responseInspection.statusCode.{codes}[*]", 0, 999, source=source)


def _answer_checks() -> Iterator[Between]:
    override = f"{_STATEMENT}.managedRuleGroupStatement.ruleActionOverrides[*].actionToUse"
    referenced = f"{_STATEMENT}.ruleGroupReferenceStatement.ruleActionOverrides[*].actionToUse"
    for path in ("defaultAction", "rules[*].action", override, referenced):
        yield Between(f"{path}.block.customResponse.responseCode", 200, 599, source=_API + "CustomResponse")
    for path in ("captchaConfig", "challengeConfig", "rules[*].captchaConfig", "rules[*].challengeConfig"):
        yield Between(f"{path}.immunityTimeProperty.immunityTime", 60, 259200, source=_API + "ImmunityTimeProperty")
