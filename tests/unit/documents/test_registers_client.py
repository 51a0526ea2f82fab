"""The register client lets nothing but a proper answer about the right person through."""

import json
from datetime import date

import httpx
import pytest

from documents.domain.errors import Halt, Refusal, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.resident import MemberGroup
from documents.registers.resident import HttpResidentRegister
from documents.registers.sandbox.households import household_answer
from tests.town import TODAY, TOWN, household

CI = TOWN.resident("seoyeon").person.ci
PURPOSE = PaperKind.ENTRY_EXIT


def proper(of: str = "seoyeon") -> dict:
    dossier = TOWN.resident(of)
    return household_answer(TOWN, dossier, dossier.person.ci, TODAY).model_dump(mode="json")


def answering(answer) -> HttpResidentRegister:
    return HttpResidentRegister("http://agency.test/", "secret", httpx.Client(transport=httpx.MockTransport(answer)))


def test_a_proper_answer_becomes_a_record():
    record = answering(lambda _: httpx.Response(200, json=proper())).household(CI, PURPOSE)
    assert (record.name.hangul, record.name.hanja, record.born) == (
        "김서연",
        "金瑞姸",
        TOWN.resident("seoyeon").person.born,
    )
    assert [(m.name.hangul, m.relation) for m in record.household.members] == [
        ("김서연", "본인"),
        ("이준호", "배우자"),
        ("이하온", "자녀"),
    ]
    assert record.household.addresses[0].address == "서울특별시 마포구 월드컵로 212 (성산동)"


def test_the_ci_and_the_token_travel_in_body_and_header_never_in_the_address():
    seen = []
    answering(lambda request: seen.append(request) or httpx.Response(200, json=proper())).household(CI, PURPOSE)
    assert str(seen[0].url) == "http://agency.test/registers/resident/lookup"
    assert json.loads(seen[0].content) == {"ci": CI, "purpose": "entry_exit"}
    assert seen[0].headers["authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503, json={"code": "sandbox_down"}),
        httpx.Response(500),
        httpx.Response(429),
        httpx.Response(302, headers={"location": "http://elsewhere.test/"}),
        httpx.Response(404, json={"code": "not_found"}),
        httpx.Response(404, text="<html>"),
        httpx.Response(404, json=["no_record"]),
        httpx.Response(200, text="<html>gateway</html>"),
        httpx.Response(200, json={}),
        httpx.Response(200, json=proper() | {"born": "yesterday"}),
        httpx.Response(200, json=proper() | {"household": {**proper()["household"], "members": []}}),
    ],
)
def test_anything_else_is_register_down(answer):
    with pytest.raises(Unavailable, match="register_down"):
        answering(lambda _: answer).household(CI, PURPOSE)


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_no_answer_is_register_down(error):
    def fail(_request):
        raise error("no")

    with pytest.raises(Unavailable, match="register_down"):
        answering(fail).household(CI, PURPOSE)


def test_a_malformed_record_does_not_leak_into_the_error():
    broken = proper() | {"born": "1988년 김서연"}
    with pytest.raises(Unavailable) as caught:
        answering(lambda _: httpx.Response(200, json=broken)).household(CI, PURPOSE)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_nobody_there_is_an_answer():
    with pytest.raises(Refusal, match="no_record"):
        answering(lambda _: httpx.Response(404, json={"code": "no_record"})).household(CI, PURPOSE)


def test_a_record_of_another_ci_is_stopped_even_with_the_same_name_and_birth_date():
    with pytest.raises(Halt, match="subject_mismatch"):
        answering(lambda _: httpx.Response(200, json=proper("junho2"))).household(
            TOWN.resident("junho").person.ci, PURPOSE
        )


def test_every_resident_has_a_household_that_names_them():
    for person in TOWN.people:
        home = household(person.id).household
        assert person.id in [member.resident for member in home.members]
        assert home.householder == home.members[0].name


def test_the_restriction_names_the_abuser_in_both_records():
    for one in ("protected", "abuser"):
        assert household(one).restricted_against == {"abuser"}
    assert household("seoyeon").restricted_against == frozenset()


def test_address_histories_are_newest_first_and_as_long_as_told():
    for one, past in (("malsoon", 11), ("seoyeon", 4)):
        rows = household(one).household.addresses
        assert len(rows) == past + 1
        assert [row.changed for row in rows] == sorted((row.changed for row in rows), reverse=True)


def test_cohabitants_and_foreigners_are_told_apart():
    groups = {
        m.resident: (m.group, m.foreigner)
        for one in ("okja", "linh", "junho")
        for m in household(one).household.members
    }
    assert groups["okja"] == (MemberGroup.COHABITANT, False)
    assert groups["linh"] == (MemberGroup.FOREIGNER, True)
    assert groups["junho"] == (MemberGroup.FAMILY, False)


def test_a_child_under_fourteen_is_named_to_both_guardians_and_to_nobody_else():
    guardians = {
        person.id for person in TOWN.people if any(c.name.hangul == "이하온" for c in household(person.id).children)
    }
    assert guardians == {"seoyeon", "junho"}


def test_a_child_is_named_until_the_fourteenth_birthday():
    (child,) = household("seoyeon", date(2033, 5, 19)).children
    assert (child.ci, child.born) == (TOWN.resident("haon").person.ci, date(2019, 5, 20))
    assert household("seoyeon", date(2033, 5, 20)).children == ()
