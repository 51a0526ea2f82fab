"""Who takes papers: organisations with a wallet address, listed in ``receivers.yml``."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from urllib.parse import urlencode

import yaml


@dataclass(frozen=True, slots=True)
class Receiver:
    address: str
    name: str
    purpose: str


class Receivers:
    """``public_url`` is the wallet's own: the QR of a receiver leads to its submitting page."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        text = resources.files(__package__).joinpath("receivers.yml").read_text("utf-8")
        self._known = {each["address"]: Receiver(**each) for each in yaml.safe_load(text)}

    def __iter__(self) -> Iterator[Receiver]:
        return iter(self._known.values())

    def find(self, typed: str) -> Receiver | None:
        """Find by an address as people type it, or by the text of a receiver's QR."""
        text = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
        by_address = self._known.get(text)
        return by_address or next((each for each in self if self.link(each).lower() == text), None)

    def name(self, address: str) -> str:
        """Give the name to show; an organisation that is listed no more goes by its address."""
        known = self._known.get(address)
        return known.name if known else address

    def link(self, receiver: Receiver) -> str:
        """Give what the receiver's QR says."""
        return f"{self._public_url}/submit?{urlencode({'to': receiver.address})}"
