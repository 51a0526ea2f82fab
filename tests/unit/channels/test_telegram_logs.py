"""What the Telegram library writes down of a message that it does not understand never reaches a log."""

import subprocess
import sys

_SAID = """
from telegram import Bot
from telegram.ext import AIORateLimiter
from documents.service.logs import configure
import logging, telegram._bot, telegram.ext._aioratelimiter as limiter
configure("counter")
Bot("1:x")._LOGGER.critical("Error while parsing updates! Received data was %r", [{"text": "우리 집 비밀"}])
limiter._LOGGER.warning("우리 집 비밀")
logging.getLogger("channels").warning("heard")
"""


def test_an_update_that_cannot_be_parsed_is_not_logged():
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", _SAID], capture_output=True, text=True, check=True)
    assert "비밀" not in said.stdout + said.stderr
    assert "heard" in said.stdout
