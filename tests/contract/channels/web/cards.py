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


SPANS = [{"value": "default", "label": "최근 5년"}, {"value": "pick", "label": "직접 고르기"}]
ITEMS = [{"value": "rank", "label": "계급"}, {"value": "unit", "label": "입영부대"}]
WHOM = [{"value": "self", "label": "나"}, {"value": "child", "label": "자녀 (만 14세 미만)"}]


def custom(*fields: dict[str, Any], title: str = "이대로 떼기", **more: Any) -> dict[str, Any]:
    """A custom card with other fields than those of the 등본."""
    submit = {"title": title, "payload": "/choose_options"}
    return {
        "text": "골라 주세요.",
        "custom": {
            "card": options()["custom"]["card"] | {"custom": True} | {"fields": fields, "submit": submit, **more}
        },
    }


def period(**more: Any) -> dict[str, Any]:
    days = {"since": "", "until": "", "latest": "2026-03-05"}
    return {"name": "span", "label": "기간", "type": "period", "choices": SPANS, "value": "default", **days, **more}


def items() -> dict[str, Any]:
    return {"name": "items", "label": "더 넣을 것", "type": "many", "choices": ITEMS, "value": ["unit"]}


def vaccination() -> dict[str, Any]:
    whom = {"name": "for_whom", "label": "누구의 증명서인가요", "type": "choice", "choices": WHOM, "value": "self"}
    consent = {"name": "health_consent", "type": "consent", "label": "건강정보라서 따로 동의를 받아요."}
    consent |= {"note": "90일 뒤에 지워요.", "text": "조회하는 것: 백신 이름", "value": "yes"}
    submit = {"title": "동의하고 기본으로 떼기", "payload": "/choose_basic"}
    actions = [{"title": "골라서 떼기", "payload": "/choose_custom", "with_fields": True}]
    facts = {"custom": False, "fields": [whom, consent], "submit": submit, "actions": actions}
    return {"text": "예방접종증명서를 떼 드릴게요.", "custom": {"card": options()["custom"]["card"] | facts}}


def papers(conversation: str) -> dict[str, Any]:
    route = f"/api/conversations/{conversation}/documents/4821930571620394"
    here = {"title": "주민등록표(등본)", "number": "4821930571620394", "state": "발급", "expires_at": None}
    other = {**here, "title": "병적증명서", "state": "취소", "download_url": None, "html_url": None}
    rows = [{**here, "download_url": route, "html_url": f"{route}/page.html"}, other]
    return {"type": "papers", "title": "뗀 서류", "rows": rows, "note": "먼저 신청하신 3건은 여기에 보이지 않아요."}


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
        "offer_url": f"{here}/offer",
        "wallet_state": wallet_state,
        "wallet_url": "http://127.0.0.1:8100/",
        "verify_url": "http://127.0.0.1:8100/verify/4821930571620394?check=7KQ2M9XD",
        "expires_at": "2026-06-03T06:12:00+00:00",
        "issued_at": "2026-03-05T06:12:00+00:00",
        "check_code": "7KQ2M9XD",
    }


def complaint(state: str = "in_progress", **more: Any) -> dict[str, Any]:
    titles = {"received": "접수", "in_progress": "처리 중", "answered": "답변", "withdrawn": "취하"}
    return {
        "type": "complaint",
        "number": "민원 2026-000123-4",
        "kind": "street_light",
        "title": "가로등 고장",
        "state": state,
        "state_title": titles[state],
        "due_at": "2026-03-12T09:00:00+00:00",
        "accept_by": "2026-03-06T09:00:00+00:00",
        "department": "마포구 도로과",
        "handler": {"name": "이도로 (연습)", "phone": "120"},
        "actions": [{"title": "내용 더하기", "payload": "/add_to_complaint"}],
        **more,
    }


def handover(position: int = 3, wait_seconds: int = 200) -> dict[str, Any]:
    return {"type": "handover", "position": position, "wait_seconds": wait_seconds, "number": 17}
