"""The body of a delivery, parsed once at the edge."""

import base64
import hashlib
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, model_validator

from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber

_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _number(text: str) -> str:
    try:
        return PaperNumber.parse(text).digits
    except InvalidNumber as error:
        raise ValueError(error.code) from error


class Proof(BaseModel):
    """Where the paper stands in the office's public log; kept as it came, for the holder to check."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entry: Annotated[str, Field(max_length=2000)]
    place: Annotated[int, Field(ge=0)]
    size: Annotated[int, Field(ge=1)]
    path: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=64)]
    head: Annotated[str | None, Field(max_length=2000)] = None


class Letter(BaseModel):
    """One paper for one holder. The digest given must be that of the paper itself, or the letter is not taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    promise_key: Annotated[str, Field(pattern=r"^[\x21-\x7e]{16,128}$")]
    holder: _Digest
    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,64}$")]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    number: Annotated[str, AfterValidator(_number)]
    issued_at: AwareDatetime
    expires_at: AwareDatetime
    sha256: _Digest
    verify_url: Annotated[HttpUrl, Field(max_length=500)]
    paper: Annotated[str, Field(min_length=1)]
    """Base64 of the sealed PDF."""
    log: Proof | None = None

    @model_validator(mode="after")
    def _content_matches_digest(self) -> "Letter":
        content = self.pdf()
        if not content.startswith(b"%PDF-") or hashlib.sha256(content).hexdigest() != self.sha256:
            raise ValueError("digest")
        return self

    def pdf(self) -> bytes:
        """Give the sealed bytes. Raise ValueError when the text is not base64."""
        return base64.b64decode(self.paper, validate=True)
