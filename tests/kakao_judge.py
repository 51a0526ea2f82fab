"""What KakaoTalk publishes about the answers of a skill: "스킬 개발 가이드", "응답 타입별 JSON 포맷".

Lengths are in UTF-16 units, which is never more generous than signs.
"""

from typing import Any


def judged(body: dict[str, Any]) -> dict[str, Any]:
    """Give ``body`` back when a skill may answer it."""
    assert body["version"] == "2.0"
    if body.get("useCallback"):
        assert 0 < size(body["data"]["text"]) <= 1000
        assert "template" not in body
        return body
    assert body.keys() == {"version", "template"}
    assert body["template"].keys() <= {"outputs", "quickReplies"}
    outputs, replies = body["template"]["outputs"], body["template"].get("quickReplies", [])
    assert 1 <= len(outputs) <= 3
    assert len(replies) <= 10
    for each in replies:
        assert each["action"] == "message"
        assert each.keys() <= {"label", "action", "messageText", "extra"}
        assert 0 < size(each["label"]) <= 14
        assert each["messageText"]
    assert len({each["label"] for each in replies}) == len({each["messageText"] for each in replies}), "two look alike"
    for output in outputs:
        _judge_output(output)
    return body


def _judge_output(output: dict[str, Any]) -> None:
    ((kind, content),) = output.items()
    if kind == "simpleText":
        assert 1 <= size(content["text"]) <= 1000
        return
    assert kind == "textCard"
    assert 1 <= size(content["description"]) <= 400
    assert 1 <= len(content["buttons"]) <= 3
    for each in content["buttons"]:
        assert each.keys() == {"label", "action", "webLinkUrl"}
        assert each["action"] == "webLink"
        assert each["webLinkUrl"].startswith(("http://", "https://"))
        assert 0 < size(each["label"]) <= 14


def texts(body: dict[str, Any]) -> list[str]:
    return [each["simpleText"]["text"] for each in body["template"]["outputs"] if "simpleText" in each]


def size(text: str) -> int:
    """Count UTF-16 units, not as the adapters do."""
    return len(text.encode("utf-16-le")) // 2
