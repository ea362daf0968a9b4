"""Who may call what: every operation of the interface against every kind of caller, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.testclient import TestClient

from api.patching import MEDIA_TYPE
from api.routes import case_examples
from api.routes.examples import EXPERT_DRAFT, INSTITUTE_DRAFT, MISSION_DRAFT, RULE_CHANGES
from graph.database import Database
from registry import assignments, cases, matches, rule_drafts, teams
from registry.access import Office, system
from registry.models.assignments import AssignmentAsk
from registry.models.case_entries import NominationDraft, NominatorKind
from registry.models.rule_drafts import RuleChanges
from registry.models.teams import TeamLimits
from registry.pool import Pool
from tests.callers import PASSWORD, Headers, a_mission, an_expert, an_institute, caller, interface

# P the public, E the expert whose profile is asked for, e another one, I the institute that runs the mission,
# i another one, C the committee, A an administrator.
CALLERS: Final = "PEeIiCA"
MAY: Final[Mapping[str, str]] = {
    "health": "PEeIiCA",
    "ready": "PEeIiCA",
    "read_me": "EeIiCA",
    "change_password": "EeIiCA",
    "list_tokens": "EeIiCA",
    "issue_token": "PEeIiCA",
    "revoke_token": "EeIiCA",
    "create_account": "A",
    "list_accounts": "A",
    "read_account": "A",
    "deactivate_account": "A",
    "register_expert": "PA",
    "find_experts": "IiCA",
    "read_expert": "PEeIiCA",
    "read_expert_draft": "EA",
    "replace_expert": "EA",
    "patch_expert": "EA",
    "close_expert": "EA",
    "read_expert_as": "EA",
    "confirm_expert": "E",
    "list_consents": "EA",
    "decide_consent": "E",
    "list_suiting_roles": "EA",
    "merge_expert": "A",
    "unmerge_expert": "A",
    "register_institute": "A",
    "find_institutes": "PEeIiCA",
    "suggest_institutes": "PEeIiCA",
    "read_institute": "PEeIiCA",
    "replace_institute": "A",
    "patch_institute": "A",
    "close_institute": "A",
    "open_mission": "IA",
    "find_missions": "PEeIiCA",
    "read_mission": "PEeIiCA",
    "replace_mission": "IA",
    "patch_mission": "IA",
    "close_mission": "IA",
    "read_role": "PEeIiCA",
    "fill_role": "IA",
    "run_match": "IA",
    "read_newest_match": "ICA",
    "read_match": "ICA",
    "export_match": "ICA",
    "read_contrast": "ICA",
    "try_weights": "ICA",
    "save_weights": "IA",
    "list_saved_weights": "ICA",
    "read_shortfall": "ICA",
    "read_next_steps": "EA",
    "propose_team": "IA",
    "read_newest_team": "ICA",
    "read_team": "ICA",
    "assign_all": "CA",
    "list_assignments": "CA",
    "read_assignment": "CA",
    "list_algorithms": "PEeIiCA",
    "read_algorithm": "PEeIiCA",
    "read_ai_record": "PEeIiCA",
    "read_conflicts": "ICA",
    "list_match_conflicts": "ICA",
    "read_rules": "PEeIiCA",
    "read_rule": "PEeIiCA",
    "list_rule_editions": "PEeIiCA",
    "list_predicates": "PEeIiCA",
    "list_role_kinds": "PEeIiCA",
    "read_eligibility": "EICA",
    "check_eligibility": "ICA",
    "read_own_eligibility": "EA",
    "open_rule_draft": "A",
    "list_rule_drafts": "A",
    "read_rule_draft": "A",
    "weigh_rule_draft": "A",
    "read_rule_draft_impact": "A",
    "stop_weighing_rule_draft": "A",
    "replace_rule_draft": "A",
    "withdraw_rule_draft": "A",
    "release_rule_draft": "A",
    "nominate_expert": "EICA",
    "identify_expert": "ICA",
    "find_cases": "EeIiCA",
    "list_due_cases": "EeIiCA",
    "list_asked_cases": "EeIiCA",
    "read_case": "EICA",
    "read_memo": "ICA",
    "read_memo_paper": "ICA",
    "list_parallel_cases": "EICA",
    "move_case": "EIC",
    "check_case": "IC",
    "judge_criterion": "IC",
    "decide_case": "C",
    "convene_council": "IC",
    "declare_conflict": "",
    "send_scorecard": "",
    "close_case_council": "IC",
    "add_promise": "IC",
    "tick_promise": "IC",
    "assess_case": "IC",
    "request_review": "E",
    "answer_case_review": "IC",
    "purge_cases": "A",
    "list_case_stages": "EeIiCA",
    "configure_case_stage": "A",
    "configure_case_keeping": "A",
    "list_lists": "PEeIiCA",
    "read_list": "PEeIiCA",
    "suggest_entries": "PEeIiCA",
    "list_events": "CA",
    "verify_audit": "CA",
    "read_network_report": "CA",
    "read_network_paper": "CA",
    "read_figure": "CA",
    "read_waiting_times": "IiCA",
    "read_funnel": "IiCA",
    "read_departures": "IiCA",
    "list_figure_rows": "CA",
    "read_figure_rows_csv": "CA",
}
# Of this version there is no record, so that a change which is allowed is refused as stale and changes nothing.
STALE: Final = {"If-Match": '"no such version"'}


@dataclass(frozen=True)
class World:
    """An application with one record of each kind, and somebody of each kind who may ask for it."""

    client: TestClient
    callers: Mapping[str, Headers]
    ids: Mapping[str, str]


@pytest.fixture
def world(db: Database, tmp_path: Path) -> World:
    """The records, and the seven callers."""
    expert, other = an_expert(db), an_expert(db, name={"as_written": "Lê Văn Khác"})
    institute, elsewhere = an_institute(db), an_institute(db, name={"en": "Elsewhere"})
    mission = a_mission(db, institute.id)
    host = caller(db, Office.INSTITUTE, "host", speaks_for=institute.id)
    run = matches.run(db, Pool(), host.actor, mission.roles[0].id)
    team = teams.propose(db, Pool(), host.actor, mission.id, TeamLimits())
    nomination = NominationDraft(expert_id=expert.id, kind=NominatorKind.INSTITUTE)
    case = cases.nominate(db, host.actor, mission.roles[0].id, nomination)
    victim = caller(db, Office.COMMITTEE, "victim")
    callers = {
        "P": {},
        "E": caller(db, Office.EXPERT, "self", speaks_for=expert.id).headers,
        "e": caller(db, Office.EXPERT, "other", speaks_for=other.id).headers,
        "I": host.headers,
        "i": caller(db, Office.INSTITUTE, "elsewhere", speaks_for=elsewhere.id).headers,
        "C": caller(db, Office.COMMITTEE, "committee").headers,
        "A": caller(db, Office.ADMINISTRATOR, "administrator").headers,
    }
    ids = {
        "experts": expert.id,
        "institutes": institute.id,
        "missions": mission.id,
        "roles": mission.roles[0].id,
        "matches": run.id,
        "teams": team.id,
        "assignments": assignments.of_all(db, Pool(), system("tests"), AssignmentAsk()).id,
        "cases": case.id,
        "accounts": victim.account.id,
        "tokens": "no-such-token",
        "lists": "fields",
        "figures": "no-such-figure",
        "rules": "231-5-1",
        "rule-drafts": rule_drafts.open(db, system("tests"), RuleChanges.model_validate(RULE_CHANGES)).id,
    }
    return World(interface(db, tmp_path), callers, ids)


def bodies(world: World) -> dict[str, object]:
    """For each operation with a body one that is valid, so that a refusal can only be for who calls."""
    credentials = {"login": "victim@example.vn", "password": PASSWORD}
    nobody = {"expert_id": "nobody"}
    return of_cases(world) | {
        "try_weights": {"factors": {}},
        "save_weights": {"factors": {}, "reason": "To see."},
        "issue_token": credentials | {"name": "stolen"},
        "change_password": {"old": "not the password", "new": "một mật khẩu khác hẳn"},
        "create_account": credentials | {"name": "Văn phòng", "office": "committee"},
        "register_expert": {"expert": EXPERT_DRAFT},
        "replace_expert": EXPERT_DRAFT,
        "patch_expert": {},
        "decide_consent": {"agreed": False},
        "merge_expert": {"other_id": "nobody", "reason": "the same person"},
        "unmerge_expert": {"reason": "not the same person"},
        "register_institute": INSTITUTE_DRAFT,
        "replace_institute": INSTITUTE_DRAFT,
        "patch_institute": {},
        "open_mission": MISSION_DRAFT | {"institute_id": world.ids["institutes"]},
        "replace_mission": MISSION_DRAFT | {"institute_id": world.ids["institutes"]},
        "patch_mission": {},
        "fill_role": nobody,
        "check_eligibility": {"expert_ids": [world.ids["experts"]]},
        "open_rule_draft": RULE_CHANGES,
        "replace_rule_draft": RULE_CHANGES,
        "propose_team": {"most_load": 2},
        "assign_all": {"most_load": 2},
    }


def of_cases(world: World) -> dict[str, object]:
    """The same for cases; moves that do not lead on from where the case stands change nothing."""
    return {
        "nominate_expert": {"expert_id": world.ids["experts"], "kind": "self"},
        "identify_expert": {"expert_id": "nobody"},
        "move_case": {"move": "withdraw"},
        "check_case": case_examples.FILE_CHECK,
        "judge_criterion": case_examples.JUDGEMENT,
        "decide_case": case_examples.DECISION,
        "convene_council": case_examples.COUNCIL,
        "declare_conflict": case_examples.DECLARATION,
        "send_scorecard": case_examples.SCORECARD,
        "close_case_council": {"move": "close_council"},
        "add_promise": case_examples.PROMISE,
        "tick_promise": {"done": True},
        "assess_case": case_examples.ASSESSMENT,
        "request_review": {"text": "Xin xem lại."},
        "answer_case_review": case_examples.ANSWER,
        "configure_case_stage": case_examples.SETTING,
        "configure_case_keeping": case_examples.KEEPING,
    }


def operations(world: World) -> dict[str, tuple[str, str]]:
    """Method and path of every operation that the document names."""
    document: dict[str, Any] = world.client.get("/api/openapi.json").json()
    return {
        operation["operationId"]: (method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def address(method: str, path: str, ids: Mapping[str, str]) -> str:
    """The path with the id of the record of its subject, and what must be asked of a list."""
    subject = path.split("/")[3]
    filled = path.replace("{audience}", "public")
    for name in ("id", "account_id", "token_id", "figure_id", "name"):
        filled = filled.replace(f"{{{name}}}", ids.get(subject, ""))
    filled = filled.replace("{promise_id}", "none").replace("{review_id}", "none")
    asked = {"suggest": "?text=a", "rows": "?key=a", "rows.csv": "?key=a", "contrast": "?first=a&second=b"}
    asked |= {"case-stages": "?regime=231/2025"}
    if subject == "experts":
        asked |= {"conflicts": f"?mission={ids['missions']}"}
    if (method, subject) == ("get", "roles"):
        asked |= {"eligibility": f"?expert_id={ids['experts']}"}
    return filled + asked.get(filled.rpartition("/")[2], "")


def test_the_table_names_every_operation(world: World) -> None:
    assert set(MAY) == set(operations(world))


def test_every_operation_is_for_those_callers_that_the_table_names(world: World) -> None:
    given, found = bodies(world), {}
    for name, (method, path) in operations(world).items():
        admitted = ""
        # Whoever is refused comes first: what is allowed may change something.
        for who in sorted(CALLERS, key=lambda caller: caller in MAY[name]):
            headers = {
                **world.callers[who],
                **STALE,
                "Content-Type": MEDIA_TYPE if "patch" in name else "application/json",
            }
            answer = world.client.request(
                method, address(method, path, world.ids), json=given.get(name), headers=headers
            )
            assert answer.status_code < 500, (name, who, answer.text)
            signing_in = name == "issue_token"
            if answer.status_code not in (401, 403) or signing_in:
                admitted += who
            elif who == "P":
                assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in"), (name, answer.text)
            else:
                assert answer.status_code == 403, (name, who, answer.text)
                assert answer.json()["code"] in {"not-allowed", "wrong-office"}, (name, who, answer.text)
        found[name] = "".join(who for who in CALLERS if who in admitted)
    assert found == MAY
