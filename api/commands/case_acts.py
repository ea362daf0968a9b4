"""The table of what is done in a case on the command line: each act, what it takes, and the operation that does it."""

from dataclasses import replace
from typing import Final

from api.commands import case_doing
from api.commands.acts import Act, Given, drafting
from registry import cases, lists
from registry.models.case_entries import (
    AssessmentDraft,
    DecisionDraft,
    FileCheckDraft,
    PromiseDraft,
    ScorecardDraft,
)

_LISTS: Final = lists.case_moves_file()
_DEPARTURES: Final = ", ".join(each.code for each in _LISTS.departures)
_GRADES: Final = ", ".join(each.code for each in _LISTS.grades)
_MARKS: Final = " ".join(f"--mark {each.code}=4" for each in _LISTS.scorecard)
_CASE: Final = ("CASE_ID", "Mã hồ sơ.", "Id of the case.")
_ROLE: Final = ("ROLE_ID", "Mã vị trí.", "Id of the role.")
_ON: Final = Given(
    "on", "--on", "Ngày, như 17/05/2026; để trống là hôm nay.", "The day, as 2026-05-17; today by default."
)
_REASON: Final = Given("reason", "--reason", "Lý do.", "The reason.", needed=True)


ACTS: Final = (
    Act(
        "identify",
        "Ghi nhận một người có thể phù hợp với vị trí, trước khi có ai đề cử.",
        "Note that somebody may be the one for a role, before anybody nominates them.",
        "{id} {id}",
        _ROLE,
        (Given("expert_id", "EXPERT_ID", "Mã chuyên gia.", "Id of the expert.", needed=True), _ON),
        case_doing.identify,
        moves=("identify",),
    ),
    Act(
        "nominate",
        "Đề cử một người vào một vị trí đang mở; chuyên gia tự ứng cử thì không cần mã của mình.",
        "Put a person forward for an open role; experts who put themselves forward need not give their own id.",
        '{id} {id} --statement "Đã chủ trì hai chương trình."',
        _ROLE,
        (
            Given("expert_id", "[EXPERT_ID]", "Mã chuyên gia.", "Id of the expert."),
            Given("kind", "--kind", "institute, representation, organisation, self.", "Who nominates."),
            Given("name", "--name", "Tên cơ quan đại diện hoặc tổ chức.", "Name of the mission or organisation."),
            Given("conflict", "--conflict", "Xung đột lợi ích của người đề cử.", "A conflict of the nominator."),
            Given("statement", "--statement", "Lời đề cử.", "Why this person."),
            _ON,
        ),
        case_doing.nominate,
        moves=("nominate",),
    ),
    Act(
        "check",
        "Chấp nhận hoặc từ chối hồ sơ sau khi một người đã đọc; những gì người ấy thấy được lưu bằng mã băm.",
        "Accept the file or refuse it, after a human has read it; the digest of what was seen is kept.",
        '{id} --accept --reason "Đủ thành phần."',
        _CASE,
        (
            Given("accepted", "--accept/--refuse", "Chấp nhận, hay không.", "Accept, or refuse.", bool, needed=True),
            _REASON,
            Given("run_id", "--run", "Lần gợi ý đã xem.", "The match run that was looked at."),
            _ON,
        ),
        drafting(FileCheckDraft, cases.check),
        moves=("accept_file", "refuse_file"),
    ),
    Act(
        "judge",
        "Ghi đánh giá của con người về một tiêu chí mà máy không kết luận; `registry rules list` cho biết mã.",
        "Record a human's verdict on a criterion that no machine decides; `registry rules list` has the ids.",
        '{id} 231-5-2-ethics --met --reason "Đã xác minh."',
        _CASE,
        (
            Given("criterion_id", "CRITERION", "Mã tiêu chí.", "Id of the criterion.", needed=True),
            Given("verdict", "--met/--not-met", "Đạt, hay không.", "Met, or not.", bool, needed=True),
            _REASON,
        ),
        case_doing.judge,
        then=("check", "decide"),
    ),
    Act(
        "convene",
        "Đưa hồ sơ đã chấp nhận ra hội đồng tư vấn; xung đột lợi ích đã biết bị từ chối.",
        "Put an accepted file before an advisory council; known conflicts of interest are refused.",
        "{id} --member binh@example.vn --member chi@example.vn",
        _CASE,
        (
            Given(
                "members",
                "--member",
                "Địa chỉ đăng nhập của một thành viên; lặp lại được.",
                "E-mail address of a member; may be repeated.",
                needed=True,
                many="rows",
            ),
            _ON,
        ),
        case_doing.convene,
        moves=("convene",),
    ),
    Act(
        "declare",
        "Khai, với tư cách thành viên hội đồng, có hay không có xung đột lợi ích; ai có thì không xem hồ sơ nữa.",
        "Say, as a member of the council, whether one has a conflict of interest; with one the case is closed to them.",
        "{id} --no-conflict",
        _CASE,
        (
            Given("conflict", "--conflict/--no-conflict", "Có, hay không.", "One, or none.", bool, needed=True),
            Given("text", "--text", "Xung đột gì.", "Which conflict."),
        ),
        case_doing.declare,
        then=("score",),
    ),
    Act(
        "score",
        "Gửi phiếu của mình, một lần; phiếu của người khác chỉ đọc được sau đó.",
        "Send one's own scorecard, once; those of the others are readable from then on.",
        f'{{id}} {_MARKS} --advice choose --comment "Đã chủ trì hai chương trình."',
        _CASE,
        (
            Given("marks", "--mark", "Mã mục và điểm 1 đến 5.", "Code and mark, 1 to 5.", needed=True, many="marks"),
            Given("advice", "--advice", "choose, do_not_choose, unsure.", "What the member advises.", needed=True),
            Given("comment", "--comment", "Nhận xét.", "The reasons.", needed=True),
        ),
        drafting(ScorecardDraft, cases.score),
        then=("move close_council",),
    ),
    Act(
        "decide",
        "Quyết định chọn hoặc không chọn; chọn khác thứ tự của máy thì phải ghi lý do.",
        "Choose the person or not; whoever departs from the machine's order says why.",
        '{id} --choose --reason "Đáp ứng tốt nhất." --number 12/QĐ',
        _CASE,
        (
            Given("chosen", "--choose/--do-not-choose", "Chọn, hay không.", "Choose, or not.", bool, needed=True),
            _REASON,
            Given("number", "--number", "Số của văn bản đã ký.", "Number of the signed paper."),
            Given("departure.code", "--departure", f"Mã lý do: {_DEPARTURES}.", "Code of the reason for departing."),
            Given("departure.text", "--departure-text", "Lý do ấy bằng lời.", "That reason in words."),
            _ON,
        ),
        drafting(DecisionDraft, cases.decide),
        moves=("choose", "not_choose"),
    ),
    Act(
        "move",
        "Ghi một bước không có biểu mẫu riêng, từ thư mời đến khi kết thúc, và rút hồ sơ.",
        "Make a step that has no form of its own, from the invitation to the end, and the withdrawal.",
        "{id} invite --on 2026-11-20",
        _CASE,
        (
            Given("move", "MOVE", "Mã bước.", "Code of the step.", needed=True),
            _ON,
            replace(_REASON, needed=False),
        ),
        case_doing.move,
    ),
    Act(
        "promise",
        "Ghi một điều đã cam kết với người được chọn, ai lo và đến ngày nào.",
        "Put something promised on the checklist, with who sees to it and by when.",
        '{id} --title "Nhà ở công vụ" --owner "Văn phòng Bộ" --due 2027-03-31',
        _CASE,
        (
            Given("title.vi", "--title", "Điều cam kết.", "What is promised.", needed=True),
            Given("title.en", "--title-en", "Bằng tiếng Anh.", "The same in English."),
            Given("benefit", "--benefit", "Mã chế độ theo luật.", "Code of a benefit of the law."),
            Given("owner", "--owner", "Ai lo việc này.", "Who sees to it.", needed=True),
            Given("due", "--due", "Hạn, như 31/03/2027.", "By when, as 2027-03-31.", needed=True),
        ),
        drafting(PromiseDraft, cases.promise),
        then=("tick",),
    ),
    Act(
        "tick",
        "Đánh dấu một cam kết đã thực hiện, hoặc mở lại; `registry case show` cho biết mã.",
        "Tick a promise off, or open it again; `registry case show` has its id.",
        "{id} {id}",
        _CASE,
        (
            Given("promise", "PROMISE_ID", "Mã cam kết.", "Id of the promise.", needed=True),
            Given("done", "--done/--not-done", "Đã thực hiện, hay chưa.", "Kept, or not yet.", bool),
        ),
        case_doing.tick,
    ),
    Act(
        "assess",
        "Ghi kết quả đánh giá của một năm; mức thưởng vượt trần của luật bị từ chối.",
        "Record the grade of a year; a bonus above the ceiling that was read in the law is refused.",
        '{id} --year 2026 --grade good --bonus 3 --reason "Đúng tiến độ."',
        _CASE,
        (
            Given("year", "--year", "Năm.", "The year.", int, needed=True),
            Given("grade", "--grade", f"{_GRADES}.", "The grade.", needed=True),
            Given("bonus_months", "--bonus", "Thưởng, số tháng lương.", "Bonus in months' pay.", float),
            _REASON,
            _ON,
        ),
        drafting(AssessmentDraft, cases.assess),
        moves=("assess",),
    ),
    Act(
        "ask-review",
        "Đề nghị một người khác xem xét lại kết quả bất lợi; hạn trả lời là mục tiêu của Hệ thống, không phải luật.",
        "Ask that another human look again at an adverse result; the last day is this registry's own target, not law.",
        '{id} --text "Đề cương đã gửi ngày 12/11."',
        _CASE,
        (Given("text", "--text", "Xem lại điều gì, vì sao.", "What to look at again, and why.", needed=True),),
        case_doing.ask_review,
        then=("answer-review",),
    ),
    Act(
        "answer-review",
        "Giữ nguyên kết quả, hoặc mở lại hồ sơ; phải là tài khoản khác với tài khoản đã ra kết quả.",
        "Uphold the result or open the case again; for another account than the one that made it.",
        '{id} {id} --reopen --reason "Đề cương có trong thư."',
        _CASE,
        (
            Given("review", "REVIEW_ID", "Mã đề nghị.", "Id of the request.", needed=True),
            Given("upheld", "--uphold/--reopen", "Giữ nguyên, hay mở lại.", "Uphold, or reopen.", bool, needed=True),
            _REASON,
            _ON,
        ),
        case_doing.answer_review,
        moves=("reopen",),
    ),
)
