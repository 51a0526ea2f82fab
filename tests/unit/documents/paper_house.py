"""One renderer, one sealer and their keys for all tests of a run: drawing RSA keys takes a second."""

import atexit
import shutil
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path

from documents.domain.kind import PaperKind
from documents.domain.paper import PaperDraft
from documents.rendering import PaperRenderer, open_renderer
from documents.sealing import PaperSealer, open_sealer, prepare
from documents.sealing.key_folder import Pki
from documents.verifying import FileFacts, judge
from tests.unit.documents.paper_kinds import SAMPLES
from tests.unit.documents.paper_samples import ISSUED_AT, draft

PKI_URL = "http://127.0.0.1:8200/pki"


def now():
    """Ten seconds after the sample paper was rendered."""
    return ISSUED_AT + timedelta(seconds=10)


@cache
def keys() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="minwon-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    prepare(folder, now=now(), pki_url=PKI_URL)  # whichever test comes first: the certificates begin now
    return folder


def lay_certificates(data: Path) -> None:
    """Put these into a data folder that needs any: drawing its own RSA keys takes a process half a second or more."""
    shutil.copytree(keys() / "pki", data / "keys/pki", dirs_exist_ok=True)


@cache
def pki() -> Pki:
    return prepare(keys(), now=now(), pki_url=PKI_URL)


@cache
def renderer() -> PaperRenderer:
    return open_renderer(keys())


@cache
def sealer() -> PaperSealer:
    return open_sealer(keys(), now, PKI_URL)


def sealed(given: PaperDraft) -> bytes:
    return sealer().seal(renderer().render(given), given)


@cache
def sealed_sample() -> bytes:
    return sealed(draft())


@cache
def sealed_kind(kind: PaperKind) -> bytes:
    """The sealed sample of ``kind``."""
    return sealed(SAMPLES[kind])


def judge_of_house(pdf: bytes) -> FileFacts:
    return judge(pdf, pki().root, now)
