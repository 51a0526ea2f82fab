"""Complaints on SQLite and on PostgreSQL: the same suite, the same code."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from channels.cases.complaint import CaseRefused, Contact, Handler, Spot, State
from channels.cases.contacts import Contacts
from channels.cases.desk import _again
from channels.cases.downtime import Downtime
from channels.cases.drafts import Drafts, Said
from channels.cases.files import MOST_LOOSE, Files
from channels.cases.filing import Filing
from channels.cases.number import read
from channels.cases.progress import Progress
from channels.cases.reading import Filters, Reading
from channels.cases.retention import Retention, Terms
from channels.cases.room import MIGRATIONS
from channels.cases.tables import attachments, complaints, keys, metadata, notices, typed
from channels.cases.uploads import Upload
from documents.service.envelope import Sealed
from tests.contract.channels.cases_room import MONDAY, Hands, empty_books
from tests.databases import migrated

POTHOLE = Said("report_road_damage", "길이 깊게 파였어요", "마포구 망원동 57-1")
HERE = Spot(37.5561, 126.9012, 12.0)
ANN = Handler("김하나", "02-120")


@pytest.fixture
def clock():
    return Hands()


@pytest.fixture(scope="module")
def engine(lasting_database_url):
    with migrated(lasting_database_url, MIGRATIONS) as opened:
        yield opened


@pytest.fixture
def books(engine, tmp_path, clock):
    return empty_books(engine, tmp_path / "keys", clock)


@pytest.fixture
def drafts(books):
    return Drafts(books)


@pytest.fixture
def filing(books):
    return Filing(books)


@pytest.fixture
def progress(books):
    return Progress(books)


@pytest.fixture
def reading(books):
    return Reading(books)


def filed(drafts, filing, conversation="c1", key="k1", said=POTHOLE):
    drafts.merge(conversation, key, said)
    return filing.file(conversation, key)[0]


def told(books):
    with books.engine.begin() as connection:
        return list(connection.scalars(sa.select(notices.c.kind).order_by(notices.c.id)))


def refusal(work, *args):
    with pytest.raises(CaseRefused) as refused:
        work(*args)
    return refused.value.code


def test_migrations_make_the_tables_that_the_code_knows(books):
    with books.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_draft_learns_one_thing_after_the_other(books, drafts):
    view = drafts.merge("c1", "k1", Said("report_road_damage"))
    assert (view["kind"], view["missing"]) == ("report_road_damage", ["text", "place", "contact"])
    assert view["place"] == {"said": "", "district": None, "dong": None, "ok": False}
    view = drafts.merge("c1", "k1", Said(text="길이 파였어요"))
    assert (view["text_given"], view["missing"]) == (True, ["place", "contact"])
    view = drafts.merge("c1", "k1", Said(place="신사동 골목"))
    assert (view["place"]["problem"], view["place"]["ok"]) == ("which_district", False)
    view = drafts.merge("c1", "k1", Said(district="은평구"))
    assert view["place"] == {"said": "신사동 골목", "district": "은평구", "dong": "신사동", "ok": True}
    Contacts(books).keep("c1", Contact("김서연", "01000000001"))
    assert drafts.merge("c1", "k1", Said())["missing"] == []
    assert drafts.merge("c2", "k1", Said())["contact"] is False


def test_what_the_identity_check_proved_becomes_the_contact(books, drafts, filing, reading, clock):
    panel = Contacts(books)
    panel.typed("c1", "v1", Contact("김서연", "01000000001"))
    assert drafts.merge("c1", "k1", POTHOLE)["contact"] is False
    assert drafts.merge("c1", "k1", Said(verification="another"))["contact"] is False
    panel.asked_again("c1", "v2")
    assert drafts.merge("c1", "k1", Said(verification="v1"))["contact"] is False
    for _ in range(2):
        assert drafts.merge("c1", "k1", Said(verification="v2"))["missing"] == []
    number = filing.file("c1", "k1")[0].number
    panel.typed("c1", "v3", Contact("박나래", "01000000002"))  # typed and never approved
    assert reading.dossier(number).contact == Contact("김서연", "01000000001", verified=True)
    assert drafts.merge("c1", "k2", POTHOLE)["contact"] is True
    panel.typed("c2", "v4", Contact("박나래", "01000000002"))
    clock.pass_(minutes=61)
    Retention(books, Terms(timedelta(days=90), timedelta(days=365), timedelta(days=7))).sweep()
    with books.engine.begin() as connection:
        assert connection.scalars(sa.select(typed.c.conversation)).all() == []
        assert connection.scalars(sa.select(keys.c.conversation)).all() == ["c1"]


def test_a_new_key_inherits_nothing_of_what_was_given_up(books, drafts, filing, reading, clock):
    files = Files(books)
    files.keep("c1", Upload("photo", "before.jpg", b"x"))
    drafts.merge("c1", "k1", POTHOLE)
    files.keep("c1", Upload("photo", "of the first.jpg", b"x"))
    assert drafts.merge("c1", "k1", Said())["photos"] == 2
    clock.pass_(minutes=1)
    view = drafts.merge("c1", "k2", Said("report_noise"))
    assert (view["photos"], view["text_given"], view["place"]["said"]) == (1, False, "")
    files.keep("c1", Upload("photo", "of the second.jpg", b"x"))
    assert [each["name"] for each in files.waiting("c1")] == ["before.jpg", "of the second.jpg"]
    number = filing.file("c1", "k2")[0].number
    assert [file.name for file in reading.dossier(number).files] == ["before.jpg", "of the second.jpg"]
    assert refusal(filing.file, "c1", "k1") == "no_draft"


def test_a_dropped_draft_takes_its_files_and_no_others(books, drafts, filing):
    files = Files(books)
    drafts.merge("c1", "k1", POTHOLE)
    files.keep("c1", Upload("photo", "a.jpg", b"x"))
    drafts.drop("c1", "another")
    assert drafts.merge("c1", "k1", Said())["photos"] == 1
    for _ in range(2):
        drafts.drop("c1", "k1")
    assert files.waiting("c1") == []
    files.keep("c1", Upload("photo", "later.jpg", b"x"))
    assert drafts.merge("c1", "k2", POTHOLE)["photos"] == 1
    filed_one = filing.file("c1", "k2")[0]
    drafts.drop("c1", "k2")
    assert Reading(books).own("c1", filed_one.number).state is State.RECEIVED


def test_same_draft_request_in_parallel_makes_one_draft(books, drafts):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: _again(lambda: drafts.merge("c1", "k1", POTHOLE)), range(8)))
    with books.engine.begin() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(complaints)) == 1


def test_same_key_in_parallel_files_once(drafts, filing):
    drafts.merge("c1", "k1", POTHOLE)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: _again(lambda: filing.file("c1", "k1")), range(8)))
    assert len({complaint.number for complaint, _ in results}) == 1
    assert sorted(new for _, new in results) == [False] * 7 + [True]


def test_filed_complaint_has_number_desk_and_clocks(drafts, filing):
    complaint = filed(drafts, filing)
    assert re.fullmatch(r"2026-\d{7}", complaint.number)
    assert read(complaint.number) == complaint.number
    assert (complaint.state, complaint.department) == (State.RECEIVED, "마포구 도로 담당")
    assert complaint.handler.name.endswith("(연습)")
    assert complaint.handler.phone == "120"
    assert complaint.received_at == MONDAY
    assert complaint.due_at == MONDAY + timedelta(hours=4)  # three working hours over noon
    assert complaint.accept_by == MONDAY + timedelta(days=1)


def test_receipt_is_not_refused_for_what_is_missing(drafts, filing):
    drafts.merge("c1", "k1", Said("report_noise"))
    complaint, new = filing.file("c1", "k1")
    assert new
    assert complaint.department == "서울시 환경 담당"
    assert refusal(filing.file, "c2", "k1") == "no_draft"


def test_late_repetition_of_a_draft_begins_no_new_one(drafts, filing):
    complaint = filed(drafts, filing)
    drafts.merge("c1", "k1", POTHOLE)
    assert refusal(filing.file, "c1", "k2") == "no_draft"
    assert filing.file("c1", "k1") == (complaint, False)
    assert filed(drafts, filing, key="k2").number != complaint.number


def test_same_thing_reported_twice_is_linked_and_not_refused(drafts, filing, reading, clock):
    first = filed(drafts, filing)
    clock.pass_(days=1)
    view = drafts.merge("c2", "k", Said("report_road_damage", "구멍", "서울 마포구 망원동 57-1 앞"))
    assert view["similar"] == [
        {"number": first.number, "kind": "report_road_damage", "at": "2026-11-23T01:00:00.000+00:00"}
    ]
    second, _ = filing.file("c2", "k")
    assert reading.dossier(second.number).linked == (first.number,)
    assert reading.dossier(first.number).linked == (second.number,)


@pytest.mark.parametrize(
    "said",
    [
        Said("report_drain", "구멍", "마포구 망원동 57-1"),
        Said("report_road_damage", "구멍", "마포구 망원동 58"),
        Said("report_road_damage", "구멍", "마포구 망원동"),
    ],
)
def test_another_thing_is_not_the_same(drafts, filing, said):
    filed(drafts, filing)
    assert drafts.merge("c2", "k", said)["similar"] == []


def test_old_report_is_not_the_same(drafts, filing, clock):
    filed(drafts, filing)
    clock.pass_(days=15)
    assert drafts.merge("c2", "k", POTHOLE)["similar"] == []


def test_spot_is_a_place_whose_district_is_asked(drafts, filing, reading):
    drafts.merge("c1", "k1", Said("report_road_damage", "구멍"))
    view = drafts.here("c1", HERE, "보내 주신 위치")
    assert view["place"] == {
        "said": "보내 주신 위치",
        "district": None,
        "dong": None,
        "ok": False,
        "problem": "district_unknown",
    }
    assert drafts.merge("c1", "k1", Said(district="마포구"))["place"]["ok"]
    first = filing.file("c1", "k1")[0]
    assert (first.district, reading.dossier(first.number).spot) == ("마포구", HERE)
    drafts.merge("c2", "k1", Said("report_road_damage", "구멍"))
    near = drafts.here("c2", Spot(37.5562, 126.9013), "보내 주신 위치")
    assert [each["number"] for each in near["similar"]] == [first.number]
    drafts.merge("c3", "k1", Said("report_road_damage", "구멍"))
    drafts.here("c3", Spot(37.6, 127.0), "보내 주신 위치")
    assert drafts.merge("c3", "k1", Said(district="마포구"))["similar"] == []


def test_nothing_personal_stands_in_the_database(books, drafts, filing, progress, tmp_path):
    Contacts(books).keep("c1", Contact("김서연", "01000000001"))
    Contacts(books).typed("c1", "v1", Contact("김서연", "01000000001"))
    drafts.merge("c1", "k1", Said("report_road_damage", "카나리아 글", "마포구 망원동 카나리아 골목"))
    drafts.here("c1", HERE, "여기")
    Files(books).keep("c1", Upload("photo", "카나리아.jpg", b"canary bytes", HERE))
    complaint = filing.file("c1", "k1")[0]
    filing.add("c1", complaint.number, "a1", "카나리아 덧붙임")
    progress.assign(complaint.number, "u1", ANN)
    progress.advance(complaint.number, "u1", State.ANSWERED, "카나리아 답")
    with books.engine.begin() as connection:
        found = [str(row) for table in metadata.sorted_tables for row in connection.execute(sa.select(table))]
        raw = b"".join(
            value
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
            for value in row
            if isinstance(value, bytes)
        )
    for canary in ("카나리아", "김서연", "01000000001", "37.5561", "126.9012", "canary"):
        assert not any(canary in row for row in found)
        assert canary.encode() not in raw


def test_rrn_is_taken_out_of_every_text(drafts, filing, progress, reading):
    rrn = "900101-1234567"
    complaint = filed(drafts, filing, said=Said("report_noise", f"저는 {rrn}", f"망원동 {rrn}"))
    filing.add("c1", complaint.number, "a1", rrn)
    progress.extend(complaint.number, "u1", rrn)
    progress.advance(complaint.number, "u1", State.ANSWERED, rrn)
    dossier = reading.dossier(complaint.number)
    texts = [dossier.text, dossier.place, *(step.note for step in dossier.steps if step.note)]
    assert len(texts) == 5
    assert not any("1234567" in text for text in texts)


def test_additions_are_added_once_with_the_files_that_wait(books, drafts, filing, reading):
    complaint = filed(drafts, filing)
    Files(books).keep("c1", Upload("photo", "뒤.jpg", b"x"))
    for _ in range(2):
        filing.add("c1", complaint.number, "a1", "더 깊어졌어요")
    dossier = reading.dossier(complaint.number)
    assert [(step.by, step.what, step.note) for step in dossier.steps] == [
        ("resident", "received", None),
        ("resident", "addition", "더 깊어졌어요"),
    ]
    assert [file.name for file in dossier.files] == ["뒤.jpg"]


def test_strangers_see_and_change_nothing(drafts, filing, reading):
    number = filed(drafts, filing).number
    for work in (
        lambda: reading.own("c2", number),
        lambda: filing.add("c2", number, "a", "x"),
        lambda: filing.withdraw("c2", number),
        lambda: filing.judge("c2", number, 5),
    ):
        assert refusal(work) == "no_such_complaint"
    assert reading.all_of("c2") == []
    assert [each.number for each in reading.all_of("c1")] == [number]


def test_withdrawn_once_and_not_after_the_answer(drafts, filing, progress):
    number = filed(drafts, filing).number
    for _ in range(2):
        assert filing.withdraw("c1", number).state is State.WITHDRAWN
    assert refusal(filing.add, "c1", number, "a", "x") == "not_now"
    assert refusal(progress.assign, number, "u1", ANN) == "not_now"
    other = filed(drafts, filing, key="k2").number
    progress.advance(other, "u1", State.ANSWERED, "고쳤어요")
    assert refusal(filing.withdraw, "c1", other) == "not_now"


def test_judged_after_the_answer_and_the_last_word_counts(drafts, filing, progress, reading):
    number = filed(drafts, filing).number
    assert refusal(filing.judge, "c1", number, 4) == "not_now"
    progress.advance(number, "u1", State.ANSWERED, "고쳤어요")
    filing.judge("c1", number, 4)
    progress.advance(number, "u1", State.CLOSED)
    assert filing.judge("c1", number, 2).score == 2
    assert reading.own("c1", number).score == 2


def test_each_step_of_the_office_is_told_once(books, drafts, filing, progress):
    number = filed(drafts, filing).number
    assert told(books) == []
    progress.assign(number, "u1", ANN, "마포구 도로2 담당")
    progress.advance(number, "u1", State.IN_PROGRESS)
    progress.advance(number, "u1", State.IN_PROGRESS)
    progress.extend(number, "u1", "자재를 기다려요")
    complaint = progress.advance(number, "u1", State.ANSWERED, "고쳤어요")
    progress.advance(number, "u1", State.CLOSED)
    assert told(books) == ["accepted", "assigned", "in_progress", "extended", "answered"]
    assert (complaint.agent, complaint.handler, complaint.department) == ("u1", ANN, "마포구 도로2 담당")


def test_office_may_skip_accepting_but_nothing_else(drafts, filing, progress):
    number = filed(drafts, filing).number
    for state in (State.CLOSED, State.WITHDRAWN, State.DRAFT):  # withdrawing is the resident's right alone
        assert refusal(progress.advance, number, "u1", state) == "not_now"
    assert refusal(progress.advance, number, "u1", State.ANSWERED, " ") == "no_answer"
    answered = progress.advance(number, "u1", State.ANSWERED, "고쳤어요")
    assert answered.accepted_at is not None
    assert refusal(progress.advance, number, "u1", State.IN_PROGRESS) == "not_now"


def test_extended_once_by_its_own_length(drafts, filing, progress):
    complaint = filed(drafts, filing)
    extended = progress.extend(complaint.number, "u1", "현장을 봐야 해요")
    assert extended.due_at == MONDAY + timedelta(hours=7)  # six working hours over noon
    assert refusal(progress.extend, complaint.number, "u1", "또") == "extended_already"


def test_linked_by_hand_once(drafts, filing, progress, reading):
    one, two = filed(drafts, filing).number, filed(drafts, filing, "c2", said=Said("report_noise", "시끄러워요")).number
    for pair in ((one, two), (two, one)):
        progress.link(*pair, "u1")
    assert reading.dossier(one).linked == (two,)
    assert refusal(progress.link, one, "2026-0000000", "u1") == "no_such_complaint"
    assert refusal(progress.link, one, one, "u1") == "no_such_complaint"


def test_board_filters_sorts_and_counts(drafts, filing, progress, reading, clock):
    noise = filed(drafts, filing, "c1", said=Said("report_noise", "쿵쿵", "강남구 역삼동 1")).number
    hole = filed(drafts, filing, "c2").number
    done = filed(drafts, filing, "c3", said=Said("report_water", "물", "강남구 역삼동 1")).number
    progress.advance(done, "u1", State.ANSWERED, "고쳤어요")
    progress.assign(noise, "u1", ANN)
    drafts.merge("c4", "k", POTHOLE)
    assert [each.number for each in reading.board(Filters())] == [hole, noise, done]
    assert [each.number for each in reading.board(Filters(district="강남구", state=State.ACCEPTED))] == [noise]
    assert [each.number for each in reading.board(Filters(agent="u1"))] == [noise]
    assert [each.number for each in reading.board(Filters(kind="report_water"))] == [done]
    assert [each.number for each in reading.board(Filters(limit=1, offset=1))] == [noise]
    assert reading.board(Filters(late=True)) == []
    clock.pass_(hours=4, seconds=1)
    assert [each.number for each in reading.board(Filters(late=True))] == [hole]
    assert [each.late(clock()) for each in reading.board(Filters())] == [True, False, False]
    assert reading.counts() == {"received": 1, "accepted": 1, "answered": 1, "late": 1}


def test_call_back_has_a_number_and_leaves_the_draft_alone(drafts, filing, reading):
    drafts.merge("c1", "k1", POTHOLE)
    first, new = filing.call_back("c1", "k1", "세금을 물어보고 싶어요")
    again, anew = filing.call_back("c1", "k1", "세금을 물어보고 싶어요")
    assert (new, anew, again) == (True, False, first)
    assert (first.kind, first.department) == ("callback", "서울시 상담 담당")
    assert reading.dossier(first.number).text == "세금을 물어보고 싶어요"
    assert filing.file("c1", "k1")[0].kind == "report_road_damage"


def test_files_belong_to_their_conversation_and_complaint(books, drafts, filing):
    files = Files(books)
    id_, count = files.keep("c1", Upload("photo", "앞.jpg", b"pixels", HERE))
    assert count == 1
    assert drafts.merge("c1", "k1", POTHOLE)["photos"] == 1
    kept = files.of_conversation("c1", id_)
    assert (kept.name, kept.content, kept.spot) == ("앞.jpg", b"pixels", HERE)
    assert refusal(files.of_conversation, "c2", id_) == "not_found"
    files.remove("c2", id_)
    complaint = filing.file("c1", "k1")[0]
    other = filed(drafts, filing, "c2").number
    assert files.of_complaint(complaint.number, id_).content == b"pixels"
    assert refusal(files.of_complaint, other, id_) == "not_found"
    assert refusal(files.remove, "c1", id_) == "not_now"


def test_file_that_was_removed_is_gone_and_ten_wait_at_most(books):
    files = Files(books)
    ids = [files.keep("c1", Upload("pdf", "a.pdf", b"x"))[0] for _ in range(MOST_LOOSE)]
    assert refusal(files.keep, "c1", Upload("pdf", "a.pdf", b"x")) == "too_many_files"
    for _ in range(2):
        files.remove("c1", ids[0])
    assert refusal(files.of_conversation, "c1", ids[0]) == "not_found"
    assert files.keep("c1", Upload("pdf", "a.pdf", b"x"))[1] == MOST_LOOSE


def test_failure_moves_the_clocks_of_what_is_open(books, drafts, filing, progress, clock):
    reading = Reading(books)
    downtime = Downtime(books)
    downtime.beat()
    open_, done = filed(drafts, filing).number, filed(drafts, filing, "c2").number
    answered = progress.advance(done, "u1", State.ANSWERED, "고쳤어요")
    clock.pass_(minutes=1)
    downtime.beat()
    assert reading.own("c1", open_).due_at == MONDAY + timedelta(hours=4)
    clock.pass_(hours=1)
    downtime.beat()
    assert reading.own("c1", open_).due_at == MONDAY + timedelta(hours=5)
    assert reading.own("c1", open_).accept_by == MONDAY + timedelta(days=1, hours=1)
    assert reading.own("c2", done).due_at == answered.due_at
    assert progress.extend(open_, "u1", "더").due_at == MONDAY + timedelta(hours=8)


def test_what_is_past_its_term_is_deleted(books, drafts, filing, progress, clock):
    reading = Reading(books)
    retention = Retention(books, Terms(timedelta(days=90), timedelta(days=365), timedelta(days=7)))
    Contacts(books).keep("c1", Contact("김서연", "01000000001"))
    Files(books).keep("c1", Upload("pdf", "a.pdf", b"x"))
    number = filed(drafts, filing).number
    progress.advance(number, "u1", State.ANSWERED, "고쳤어요")
    drafts.merge("c2", "k", POTHOLE)
    Files(books).keep("c2", Upload("pdf", "b.pdf", b"x"))
    Contacts(books).keep("c3", Contact("박나래", "01000000002"))
    clock.pass_(days=8)
    retention.sweep()
    with books.engine.begin() as connection:
        assert list(connection.scalars(sa.select(keys.c.conversation))) == ["c1"]
    assert refusal(filing.file, "c2", "k") == "no_draft"
    assert [file.name for file in reading.dossier(number).files] == ["a.pdf"]
    clock.pass_(days=83)
    retention.sweep()
    assert reading.dossier(number).files == ()
    assert reading.dossier(number).text == "길이 깊게 파였어요"
    clock.pass_(days=275)
    retention.sweep()
    dossier = reading.dossier(number)
    assert (dossier.text, dossier.place, dossier.contact, dossier.complaint.kind) == (None, None, None, POTHOLE.kind)
    with books.engine.begin() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(keys)) == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(attachments)) == 0


def test_open_complaint_is_never_deleted(books, drafts, filing, reading, clock):
    number = filed(drafts, filing).number
    clock.pass_(days=2000)
    Retention(books, Terms(timedelta(days=90), timedelta(days=365), timedelta(days=7))).sweep()
    assert reading.dossier(number).text == "길이 깊게 파였어요"


def test_what_was_sealed_for_one_place_opens_nowhere_else(books, drafts, filing, reading):
    one, two = filed(drafts, filing, "c1").id, filed(drafts, filing, "c2").number
    with books.engine.begin() as connection:
        moved = sa.select(complaints.c.text).where(complaints.c.id == one).scalar_subquery()
        connection.execute(complaints.update().where(complaints.c.number == two).values(text=moved))
    with pytest.raises(Sealed):
        reading.dossier(two)
