"""Cards as the engine sends them."""

from typing import Any

PURPOSES = ["은행 제출", "회사 제출"]
FIELDS = [
    {
        "name": "past_addresses",
        "label": "지난 주소",
        "type": "choice",
        "choices": [{"value": "none", "label": "빼기"}, {"value": "recent", "label": "최근 몇 년만"}],
        "value": "none",
    },
    {"name": "address_years", "label": "최근 몇 년", "type": "years", "value": 5},
    {"name": "others_names", "label": "다른 세대원 이름", "type": "flag", "value": "yes"},
    {"name": "cohabitants", "label": "동거인", "type": "flag", "value": "no"},
]


def options(*, custom: bool = False) -> dict[str, Any]:
    submit = {"title": "이대로 떼기", "payload": "/choose_options"} if custom else None
    card = {
        "type": "options",
        "kind": "resident_register",
        "title": "주민등록표(등본)",
        "custom": custom,
        "purposes": PURPOSES,
        "fields": FIELDS if custom else [],
        "submit": submit or {"title": "기본으로 떼기", "payload": "/choose_basic"},
        "actions": [] if custom else [{"title": "골라서 떼기", "payload": "/choose_custom"}],
    }
    return {"text": "주민등록등본을 기본으로 떼 드릴게요.", "custom": {"card": card}}


def identity_card(state: str = "requested", **more: Any) -> dict[str, Any]:
    return {
        "type": "identity",
        "id": "v1",
        "state": state,
        "purpose": "주민등록표(등본) 발급",
        "providers": [{"id": "citizen", "title": "시민인증"}, {"id": "bank", "title": "은행인증"}],
        "consents": [{"title": "주민등록 자료를 조회해요", "text": "등본 한 통을 만드는 데만 써요."}],
        "binding_code": None,
        "expires_at": None,
        "actions": [],
        **more,
    }


def identity() -> dict[str, Any]:
    return {"text": "본인확인만 하면 돼요.", "custom": {"card": identity_card()}}


def progress(done: int, state: str = "running") -> dict[str, Any]:
    steps = ["조회", "작성", "서명", "지갑"]
    return {"type": "progress", "number": "4821930571620394", "steps": steps, "done": done, "state": state}


def document(conversation: str, wallet_state: str = "sending") -> dict[str, Any]:
    here = f"/api/conversations/{conversation}/documents/4821930571620394"
    return {
        "type": "document",
        "kind": "resident_register",
        "title": "주민등록표(등본)",
        "number": "4821930571620394",
        "state": "발급",
        "download_url": here,
        "preview_url": None,
        "wallet_state": wallet_state,
        "wallet_url": "http://127.0.0.1:8100/",
        "verify_url": "http://127.0.0.1:8100/verify/4821930571620394?check=7KQ2M9XD",
        "expires_at": "2026-06-03T06:12:00+00:00",
        "issued_at": "2026-03-05T06:12:00+00:00",
        "check_code": "7KQ2M9XD",
    }
