"""What a promise keeps in its encrypted columns, for every kind, and across releases."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.kind import PaperKind
from documents.domain.options import OPTIONS, BackDigits, PastAddresses, RegisterOptions
from documents.domain.records import RECORDS
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.resident import Child, Ci, Name, RegisterRecord
from documents.ledger.content import pack_draft, pack_request, unpack_draft, unpack_request
from documents.vault import Sealed
from tests.fakes_documents import person
from tests.unit.documents.paper_kinds import OPTION_SETS, SAMPLES

OLD_REQUEST = (
    '{"conversation":"c1","person":{"verification":"v1","ci":"' + "c" * 88 + '","name":"김서연","born":"1988-03-14",'
    '"approved_at":"2026-03-02T03:00:00Z"},"kind":"resident_register","options":{"past_addresses":"none",'
    '"address_years":null,"formation_reason":false,"formation_date":false,"event_dates":false,'
    '"household_change_reason":false,"member_change_reason":false,"others_names":true,"back_digits":"none",'
    '"relations":true,"cohabitants":false},"purpose":"은행 제출"}'
)
OLD_KEY = "4f2ee18045dfe4f2a710d164719b7e0801215036295c0986e3d850a1af2e9a07"
OLD_DRAFT = (
    '{"number":{"digits":"1234567812345670"},"check_code":"7K3M9QXA","kind":"resident_register","record":'
    '{"subject":"r10001","name":{"hangul":"김서연","hanja":"金瑞姸"},"born":"1988-03-14","household":{"householder":'
    '{"hangul":"김서연","hanja":"金瑞姸"},"formation_reason":"전입세대구성","formed_on":"2021-06-02","addresses":'
    '[{"address":"서울특별시 마포구 월드컵로 212 (성산동)","moved_in":"2025-06-01","changed":"2025-06-05",'
    '"reason":"전입"}],"members":[{"resident":"r10001","relation":"본인","name":{"hangul":"김서연","hanja":"金瑞姸"},'
    '"rrn":{"value":"880314-2100015"},"moved_in":"2021-06-03","changed":"2021-06-06","status":"거주자",'
    '"reason":"전입","group":"family","foreigner":false}],"issuing_office":"서울특별시 마포구청장"},'
    '"restricted_against":[]},"applicant":{"hangul":"김서연","hanja":"金瑞姸"},"options":{"past_addresses":"all",'
    '"address_years":null,"formation_reason":true,"formation_date":true,"event_dates":true,'
    '"household_change_reason":true,"member_change_reason":true,"others_names":true,"back_digits":"all",'
    '"relations":true,"cohabitants":true},"purpose":"은행 제출","issued_at":"2026-03-02T01:23:45Z",'
    '"expires_at":"2026-05-31T01:23:45Z","verify_url":"http://127.0.0.1:8100/verify/1234567812345670?check=7K3M9QXA"}'
)
"""Both written by the release that knew one kind of paper."""
CHILD = Child(Ci("h" * 88), Name("이하온"), date(2019, 5, 20))


@pytest.mark.parametrize("kind", PaperKind)
def test_a_draft_of_each_kind_comes_back_as_it_was(kind):
    read = unpack_draft(pack_draft(SAMPLES[kind]))
    assert read == SAMPLES[kind]
    assert (type(read.record), type(read.options)) == (RECORDS[kind], OPTIONS[kind])


@given(st.data())
def test_a_request_with_any_options_comes_back_as_it_was(data):
    kind = data.draw(st.sampled_from(PaperKind))
    child = data.draw(st.sampled_from([None, CHILD]))
    asked = PaperRequest("c1", person(), kind, data.draw(OPTION_SETS[kind]), "은행 제출", child)
    read = unpack_request(pack_request(asked))
    assert read == asked
    assert read.promise_key(b"k" * 32) == asked.promise_key(b"k" * 32)


def test_a_request_of_the_first_release_is_still_read_and_is_still_the_same_promise():
    who = VerifiedPerson("v1", Ci("c" * 88), "김서연", date(1988, 3, 14), datetime(2026, 3, 2, 3, tzinfo=UTC))
    asked = PaperRequest("c1", who, PaperKind.RESIDENT_REGISTER, RegisterOptions(), "은행 제출")
    assert unpack_request(OLD_REQUEST.encode()) == asked
    assert asked.promise_key(b"s" * 32) == OLD_KEY


def test_a_draft_of_the_first_release_is_still_read():
    read = unpack_draft(OLD_DRAFT.encode())
    assert isinstance(read.record, RegisterRecord)
    assert read.record.household.members[0].rrn.open() == "880314-2100015"
    assert (read.record.children, read.applicant_born) == ((), None)
    assert read.options.past_addresses is PastAddresses.ALL
    assert read.options.back_digits is BackDigits.ALL


def test_the_childs_paper_is_another_promise_than_the_guardians_own():
    own = PaperRequest("c1", person(), PaperKind.VACCINATION, OPTIONS[PaperKind.VACCINATION](), None)
    keys = {each.promise_key(b"k" * 32) for each in (own, replace(own, child=CHILD))}
    assert len(keys) == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        OLD_DRAFT.replace("resident_register", "tax").encode(),
        OLD_DRAFT.replace('"kind":"resident_register"', '"kind":"vaccination"').encode(),
        OLD_DRAFT.replace("880314-2100015", "880314").encode(),
        OLD_DRAFT.replace('"address_years":null', '"address_years":5').encode(),
    ],
)
def test_what_this_release_cannot_read_is_sealed_and_quotes_nothing(spoilt):
    with pytest.raises(Sealed) as caught:
        unpack_draft(spoilt)
    assert caught.value.code == "unreadable"
    assert caught.value.__cause__ is None
    assert "김서연" not in json.dumps(caught.value.args)
