"""The identity panel where no script runs: the page that comes after the form shows the card with the code."""

import html
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait

import httpx
import pytest

from tests.counter_process import Citizen, Counter, eventually

PERSON = {"name": "김서연", "birth_date": "1988-03-14", "phone": "010-0000-0001", "provider": "sandbox"}
PANEL = {"type": "identity", "id": "v0", "state": "requested", "providers": [], "consents": [], "purpose": "발급"}
A_MOMENT = 0.5
"""Seconds that the office's news come after its answer: longer than a page that waits for nothing."""


@pytest.fixture
def asked(counter: Counter, citizen: Citizen) -> Iterator[httpx.Client]:
    """A browser without script at ``citizen``'s conversation, which shows the panel."""
    counter.engine.behave(citizen.id, [{"text": "확인이 필요해요.", "custom": {"card": PANEL}}])
    citizen.say("등본")
    citizen.wait_for(lambda message: message["card"] == PANEL)
    code = citizen.http.post(f"{citizen.path}/resume-code").json()["code"]
    with httpx.Client(base_url=counter.url, trust_env=False, timeout=60) as browser:
        assert browser.post("/resume", data={"code": code}).headers["location"] == "/#latest"
        yield browser


@pytest.mark.parametrize("path", ["/say/identity", "/say/identity/resend"])
def test_page_after_the_form_waits_for_the_code(
    counter: Counter, citizen: Citizen, asked: httpx.Client, path: str
) -> None:
    def waits() -> bool:
        """Tell whether the form is answered after the news and with them: not always, where the machine is busy."""
        known = len(counter.office.people)
        with ThreadPoolExecutor() as pool:
            answered = pool.submit(asked.post, path, data=PERSON)
            eventually(lambda: len(counter.office.people) > known, "not asked")
            early = wait([answered], A_MOMENT).done
            code = str(uuid.uuid4().int)[:4]
            citizen.news("identity_pending", {"card": {**PANEL, "id": "v1", "state": "pending", "binding_code": code}})
            assert answered.result().headers["location"] == "/#latest"
        page = html.unescape(re.sub(r"<script.*?</script>", "", asked.get("/").text, flags=re.DOTALL))
        return not early and code in page

    eventually(waits, "the page never waits for the card")
