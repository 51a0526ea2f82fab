"""Complaints in the real counter process: the dialogue's own client, a large photo, and kill -9 among the notices."""

import io
import secrets
from contextlib import contextmanager

import httpx
import pytest
from PIL import Image

from actions.complaints.case import CaseRefused
from actions.complaints.room import HttpRoom
from channels.cases.uploads import LARGEST
from tests.counter_process import Counter, counter_beside_fakes

DEADLINE = 60
LAST = "결과가 나왔어요"


@contextmanager
def room_of(counter: Counter):
    with httpx.Client(headers=counter.internal, trust_env=False) as client:
        yield HttpRoom(client, counter.url)


def attach(citizen, content):
    return citizen.http.post(f"{citizen.path}/attachments", files={"file": ("구멍.png", content)})


def large_photo():
    """Noise does not pack: a picture of some three megabytes."""
    written = io.BytesIO()
    Image.frombytes("RGB", (1000, 1000), secrets.token_bytes(3_000_000)).save(written, "PNG")
    return written.getvalue()


def test_large_photo_gets_through_and_a_larger_one_does_not(citizen):
    assert attach(citizen, large_photo()).status_code == 201
    refused = attach(citizen, b"\x89PNG\r\n\x1a\n" + b"\0" * (LARGEST + 20_000))
    assert (refused.status_code, refused.json()["code"]) == (413, "file_too_large")


def test_dialogues_client_and_the_room_understand_each_other(counter, citizen):
    with room_of(counter) as room:
        draft = room.draft(citizen.id, "k1", kind="report_road_damage", text="길이 파였어요", place="신사동 골목")
        assert (draft.told, draft.place.found, draft.contact) == (True, False, False)
        draft = room.draft(citizen.id, "k1", kind="report_road_damage", district="은평구")
        assert (draft.place.found, draft.place.district, draft.place.said) == (True, "은평구", "신사동 골목")
        filed = room.file(citizen.id, "k1")
        assert room.file(citizen.id, "k1").number == filed.number
        assert filed.department == "은평구 도로 담당"
        room.add(citizen.id, filed.number, "a1", "사진을 더했어요.")
        number = room.call_back(citizen.id, "c1", "세금")
        room.withdraw(citizen.id, number, "w1")
        with pytest.raises(CaseRefused) as refused:
            room.rate(citizen.id, filed.number, 5)
        assert refused.value.code == "not_now"
        states = {each.number: each.state for each in room.mine(citizen.id)}
        assert states == {filed.number: "received", number: "withdrawn"}


def test_counter_killed_among_the_notices_says_each_once_and_in_order(tmp_path):
    with counter_beside_fakes(tmp_path, MINWON_CASES_PRACTICE_SECONDS="0.3") as counter:
        citizen = counter.citizen()
        with room_of(counter) as room:
            room.draft(citizen.id, "k1", kind="report_drain", text="빗물받이가 막혔어요", place="마포구 망원동 57-1")
            room.file(citizen.id, "k1")
        citizen.wait_for(lambda message: "담당자가" in message["text"], DEADLINE)
        counter.kill()
        counter.start()
        citizen.wait_for(lambda message: LAST in message["text"], DEADLINE)
        seen = citizen.read()
    assert [message["seq"] for message in seen] == list(range(1, len(seen) + 1))
    notices = [message for message in seen if (message["card"] or {}).get("type") == "complaint"]
    words = ["접수됐어요", "담당자가 정해졌어요", "처리를 시작했어요", LAST]
    assert [word in message["text"] for word, message in zip(words, notices, strict=True)] == [True] * 4
    assert notices[-1]["buttons"][0]["payload"].startswith("/rate_complaint")
