"""The schema: which labels, relations and properties there are; the tests hold every query against it."""

_RECORD = {"id", "status", "digest", "created_at", "updated_at", "source", "source_key", "generated", "locks"}
_TEXTS = {"title_vi", "title_en", "summary_vi", "summary_en"}
_EVIDENCE = (
    _TEXTS
    | {"id", "start_on", "end_on", "organisation", "country", "external_id", "level", "state", "share", "amount"}
    | {"currency", "programmes", "source_key"}
)
_CLAIM = {"id", "source", "as_of", "verification", "verified_by", "verified_on", "audience", "note", "part", "position"}
_CLAIM |= {"moved_from", "moved_audience"}
# What everything that a case keeps has in common.
_ENTRY = frozenset({"id", "at", "by", "office"})

NODES: dict[str, frozenset[str]] = {
    "Expert": frozenset(
        _RECORD
        | {
            "confirmed_at",
            "salt",
            "merged_into",
            "agreed_to_matching",
            "name",
            "family_name",
            "given_name",
            "latin_name",
        }
        | {"other_names", "name_key", "sort_key", "standing", "residence", "province", "headline_vi", "headline_en"}
        | {"languages", "engagement", "available_from", "availability_note", "orcid", "email", "audiences"}
    ),
    "Institute": frozenset(
        _RECORD
        | {"name_vi", "name_en", "name_key", "sort_key", "abbreviation", "kind", "ror", "country", "province"}
        | {"city", "parent", "merged_into"}
    ),
    "Mission": frozenset(
        _RECORD
        | _TEXTS
        | {"system", "phase", "agency", "deadline", "outputs", "criteria", "budget_amount", "budget_currency"}
        | {"name_key", "sort_key"}
    ),
    "Role": frozenset({"id", "kind", "title_vi", "title_en", "text_vi", "text_en", "status", "position"}),
    "Field": frozenset({"code", "level", "name_vi", "name_en"}),
    "Technology": frozenset({"code", "taxonomy", "kind", "name_vi", "name_en"}),
    "Position": frozenset(_EVIDENCE),
    "Degree": frozenset(_EVIDENCE),
    "Work": frozenset(_EVIDENCE),
    "Programme": frozenset(_EVIDENCE),
    "Invention": frozenset(_EVIDENCE),
    "Product": frozenset(_EVIDENCE),
    "Award": frozenset(_EVIDENCE),
    "Consent": frozenset({"id", "purpose", "decision", "at", "method", "wording", "language"}),
    "MatchRun": frozenset(
        {"id", "at", "by", "algorithm", "weights_hash", "audit_seq", "query", "pool", "without_evidence"}
        | {"milliseconds", "weights", "seed", "on", "filters", "filtered", "law"}
        | {"tried_of", "tried_factors", "tried_reason"}
        | {"milliseconds", "weights", "seed", "on", "filters", "filtered"}
        | {"rules_edition", "rules_digest"}
    ),
    "TeamRun": frozenset(
        {"id", "at", "by", "algorithm", "audit_seq", "seed", "limits", "outcome", "capabilities", "seats", "teams"}
        | {"reason", "rules_edition", "rules_digest", "pool", "milliseconds"}
    ),
    "AssignmentRun": frozenset(
        {"id", "at", "by", "algorithm", "audit_seq", "seed", "most_load", "roles", "open", "filled", "considered"}
        | {"gini_of_first", "gini_of_assigned", "proven", "rules_edition", "rules_digest", "pool", "milliseconds"}
    ),
    "Account": frozenset(
        {
            "id",
            "login",
            "name",
            "office",
            "scope",
            "password_hash",
            "language",
            "active",
            "epoch",
            "created_at",
            "locks",
        }
    ),
    "Token": frozenset({"id", "digest", "name", "created_at", "expires_at"}),
    "Case": frozenset(
        {"id", "regime", "role_kind", "stage", "since", "opened_at", "closed_on", "erased_at", "version", "locks"}
        | {"nominator_kind", "nominator_name", "nominator_account", "nominator_conflict", "nominator_statement"}
        | {"council_open"}
    ),
    "CaseStep": _ENTRY | {"move", "from_stage", "to_stage", "on", "held_by", "reason", "role"},
    "FileCheck": _ENTRY | {"seen", "run_id", "accepted", "reason"},
    "Judgement": _ENTRY | {"criterion_id", "verdict", "reason", "computed", "rules_edition"},
    "Scorecard": _ENTRY | {"marks", "advice", "comment", "session"},
    "Decision": _ENTRY
    | {"on", "scope", "chosen", "reason", "number", "run_id", "rank", "passed_over"}
    | {"departure_code", "departure_text", "law"},
    "Promise": _ENTRY | {"title_vi", "title_en", "benefit", "owner", "due", "done_on", "done_by"},
    "Assessment": _ENTRY | {"year", "grade", "bonus_months", "ceiling", "reason"},
    "Review": _ENTRY | {"asked_at", "due", "text", "answered_at", "answered_by", "upheld", "reason"},
    "CaseSetting": frozenset({"key", "regime", "stage", "target_days", "shows"}),
    "Ranker": frozenset({"id", "role_kind", "at", "digest", "card", "file"}),
    "RankerChoice": frozenset({"role_kind", "ranker_id"}),
    "RankerUse": frozenset({"id", "at", "by", "ranker_id", "reason"}),
    "RuleEdition": frozenset(
        {"id", "edition", "digest", "at", "released_by", "drafted_by", "reason_vi", "reason_en", "draft_id", "content"}
        | {"successor", "locks"}
    ),
    "RuleDraft": frozenset(
        {"id", "status", "base", "content", "created_at", "updated_at", "edited_by", "digest", "released_by"}
        | {"edition_id", "locks"}
    ),
    "Weighing": frozenset(
        {"id", "version", "on", "status", "at", "by", "until", "people", "ended_at", "kinds", "more", "locks"}
    ),
    "Request": frozenset({"key", "digest", "subject_id", "at"}),
    "Event": frozenset(
        {"seq", "at", "actor", "tag", "subject_kind", "subject_id", "before", "after", "detail", "previous", "hash"}
    ),
    "AuditHead": frozenset({"name", "seq", "hash", "locks"}),
    "Migration": frozenset({"number", "name", "digest", "at"}),
}

RELATIONS: dict[str, frozenset[str]] = {
    "AFFECTS": frozenset({"position", "role_kind", "before", "after", "criteria"}),
    "ASKS": frozenset({"declared", "text", "at", "session"}),
    "ASSIGNED": frozenset({"role_id", "moved_from"}),
    "AT": frozenset(),
    "AUTHORED": frozenset(_CLAIM),
    "CONCERNS": frozenset(),
    "EARNED": frozenset(_CLAIM),
    "EXPERT_IN": frozenset({"moved_from"}),
    "FILLS": frozenset({"at", "moved_from"}),
    "FOR": frozenset(),
    "GAVE": frozenset({"moved_from"}),
    "HELD": frozenset(_CLAIM),
    "INVENTED": frozenset(_CLAIM),
    "KEEPS": frozenset(),
    "LED": frozenset(_CLAIM),
    "MADE": frozenset(_CLAIM),
    "MERGED_INTO": frozenset(
        {"id", "at", "by", "reason", "names", "orcid", "orcid_given", "agreed", "survivor_agreed"}
    ),
    "NEEDS": frozenset(),
    "OF": frozenset({"moved_from"}),
    "OWNS": frozenset(),
    "PARTED_FROM": frozenset({"at", "by", "reason"}),
    "PROPOSED": frozenset({"team", "role_id", "moved_from"}),
    "RUNS": frozenset(),
    "SERVES": frozenset(),
    "SPEAKS_FOR": frozenset({"moved_from"}),
    "SUGGESTED": frozenset({"rank", "score", "tie_group", "reasons", "moved_from"}),
    "TOOK_PART": frozenset(_CLAIM),
    "WON": frozenset(_CLAIM),
}
