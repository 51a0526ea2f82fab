"""What the key folder may look like in the middle of a change, and papers sealed by many threads meanwhile."""

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.domain.errors import Unavailable
from documents.sealing import certificates, open_ring, prepare
from documents.sealing.key_files import stamp, write_whole
from documents.sealing.key_folder import pem_of, read
from documents.sealing.key_ring import KeyRing
from documents.sealing.keys import draw_rsa, rsa_files
from documents.sealing.lines import OCSP, SEAL, TSA
from documents.verifying import Finding
from tests.unit.documents.paper_house import PKI_URL, now, pki
from tests.unit.documents.seal_room import open_room, seal_serial

THREADS = 8


@pytest.fixture
def room(tmp_path):
    return open_room(tmp_path)


def halved(content):
    return content[: len(content) // 2]


BROKEN = {
    "certificate half written": ("seal.pem", halved),
    "certificate empty": ("seal.pem", lambda _: b""),
    "root half written": ("root.pem", halved),
    "time-stamp certificate half written": ("tsa.pem", halved),
    "responder certificate half written": ("ocsp.pem", halved),
    "revocations half written": ("revoked.json", lambda _: b'{"4711": {"at": "2026-'),
    "revocations of another shape": ("revoked.json", lambda _: b"[1]"),
    "revocation without a zone": (
        "revoked.json",
        lambda _: b'{"11": {"at": "2026-01-01T00:00:00", "reason": "unspecified"}}',
    ),
    "revocation for no known reason": (
        "revoked.json",
        lambda _: b'{"11": {"at": "2026-01-01T00:00:00Z", "reason": "?"}}',
    ),
    "seal certificate of the time-stamps": ("seal.pem", lambda _: pem_of(pki().tsa)),
    "root of another": ("root.pem", lambda _: pem_of(certificates.issue_root(draw_rsa(), now()))),
}


@pytest.mark.parametrize(("name", "change"), BROKEN.values(), ids=BROKEN)
def test_a_folder_that_is_not_whole_seals_nothing_and_seals_again_when_it_is(room, name, change):
    room.seal()
    path = room.folder / name
    whole = path.read_bytes() if path.exists() else b"{}"
    write_whole(path, change(whole))
    for _ in range(2):
        with pytest.raises(Unavailable, match="seal_down"):
            room.seal()
    write_whole(path, whole)
    assert room.judge(room.seal()).finding is Finding.SOUND


def test_a_certificate_of_a_key_that_is_elsewhere_seals_nothing(room):
    stranger = certificates.issue(
        certificates.SEAL, draw_rsa().public_key(), root=pki().root, root_key=pki().root_key, now=now(), pki_url=PKI_URL
    )
    write_whole(room.folder / "seal.pem", pem_of(stranger))
    with pytest.raises(Unavailable, match="seal_down"):
        room.seal()
    with pytest.raises(Unavailable, match="seal_down"):
        open_ring(room.keys, now, PKI_URL)


def test_a_missing_key_is_never_drawn_for_a_certificate_that_is_there(room):
    (room.folder / "seal.key").unlink()
    with pytest.raises(Unavailable):
        open_ring(room.keys, now, PKI_URL)
    (room.folder / "root.key").unlink()
    with pytest.raises(ValueError, match="root"):
        prepare(room.keys, now=now(), pki_url=PKI_URL)
    assert [each.name for each in room.folder.glob("*.key") if each.stem in {"seal", "root"}] == []


def test_an_operators_own_pair_is_followed_when_it_is_put_there(room):
    own = rsa_files(room.folder, "seal").draw()
    fresh = certificates.issue(
        certificates.SEAL, own.public_key(), root=pki().root, root_key=pki().root_key, now=now(), pki_url=PKI_URL
    )
    (room.folder / "seal.pem").write_bytes(pem_of(fresh))
    assert seal_serial(room.seal()) == fresh.serial_number


def test_a_weak_seal_key_is_refused(tmp_path):
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    room = open_room(tmp_path)
    weak = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    fresh = certificates.issue(
        certificates.SEAL, weak.public_key(), root=pki().root, root_key=pki().root_key, now=now(), pki_url=PKI_URL
    )
    write_whole(room.folder / "seal.pem", pem_of(fresh))
    with pytest.raises(Unavailable):
        room.seal()


def test_a_file_replaced_twice_in_one_tick_of_the_clock_is_seen_twice(tmp_path, monkeypatch):
    """File systems stamp changes every few milliseconds, and a freed inode number is used again."""
    path, seen = tmp_path / "seal.pem", set()
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)
    for content in (b"a", b"b", b"c", b"d"):
        write_whole(path, content)
        seen.add(stamp([path]))
    assert len(seen) == 4


def test_the_ring_builds_once_a_generation(room):
    built = []
    ring = KeyRing(room.folder, lambda each: built.append(each) or each)
    assert ring.current() is ring.current()
    room.care.renew(TSA)
    assert ring.current() is not built[0]
    assert len(built) == 2


def test_the_ring_does_not_mix_two_generations(room):
    """The folder changes while it is read: what was read then is thrown away."""
    changes = [lambda: room.care.rotate(SEAL), lambda: room.care.rotate(TSA)]

    def build(each):
        if changes:
            changes.pop()()
        return each

    got, whole = KeyRing(room.folder, build).current(), read(room.folder)
    assert (got.current, got.retired) == (whole.current, whole.retired)
    assert len(got.retired) == 2


def test_a_folder_that_never_rests_is_not_waited_for(room):
    ring = KeyRing(room.folder, lambda each: room.care.renew(OCSP) and each)
    with pytest.raises(Unavailable, match="seal_down"):
        ring.current()


class Hurrying:
    """A clock in which ten minutes pass in a second, so that whole seconds do not hide what comes first."""

    def __init__(self):
        self.begun = time.monotonic()

    def __call__(self):
        return now() + timedelta(seconds=600 * (time.monotonic() - self.begun))


@dataclass
class Crowd:
    """Threads that seal until they are told to stop."""

    room: object
    papers: list = field(default_factory=list)
    failures: int = 0
    begun: Counter = field(default_factory=Counter)
    changed: threading.Condition = field(default_factory=threading.Condition)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self):
        while not self.stopping.is_set():
            self._begin()
            try:
                paper = self.room.seal()
            except Unavailable:
                self._count(failures=1)
                time.sleep(0.02)  # as a worker backs off; nothing is waited for
            else:
                self._count(paper=paper)

    def _begin(self):
        with self.changed:
            self.begun[threading.get_ident()] += 1
            self.changed.notify_all()

    def wait_for_a_new_round(self):
        """Return when every thread has begun again: what it began before now, with the old key, is over."""
        with self.changed:
            before = Counter(self.begun)
            assert self.changed.wait_for(lambda: all(self.begun[each] > before[each] for each in before), 120)

    def _count(self, paper=None, failures=0):
        with self.changed:
            self.failures += failures
            if paper:
                self.papers.append(paper)
            self.changed.notify_all()

    def wait_for(self, *, papers=0, failures=0):
        with self.changed:
            papers, failures = len(self.papers) + papers, self.failures + failures
            reached = self.changed.wait_for(lambda: len(self.papers) >= papers and self.failures >= failures, 120)
        assert reached


def test_papers_sealed_by_eight_threads_while_everything_changes_are_all_sound(tmp_path):
    room = open_room(tmp_path, Hurrying())
    crowd = Crowd(room)
    threads = [threading.Thread(target=crowd.run) for _ in range(THREADS)]
    first = room.current["seal"].serial_number
    for thread in threads:
        thread.start()
    try:
        crowd.wait_for(papers=3)
        for change, line in (("renew", SEAL), ("rotate", SEAL), ("renew", TSA), ("rotate", TSA), ("rotate", OCSP)):
            getattr(room.care, change)(line)
            crowd.wait_for_a_new_round()
            crowd.wait_for(papers=1)
        room.care.revoke(first, x509.ReasonFlags.superseded)  # used no more
        crowd.wait_for(papers=3)
        assert crowd.failures == 0, "no change but the revocation of the certificate in use stops the sealing"
        last = room.current["seal"].serial_number
        revocation = room.care.revoke(last, x509.ReasonFlags.key_compromise)
        crowd.wait_for(failures=THREADS)
        room.care.rotate(SEAL)
        crowd.wait_for_a_new_round()
        after = crowd.failures
        crowd.wait_for(papers=3)
        assert crowd.failures == after
    finally:
        crowd.stopping.set()
        for thread in threads:
            thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    findings = Counter(room.judge(each).finding for each in crowd.papers)
    assert findings == {Finding.SOUND: len(crowd.papers)}
    assert len({seal_serial(each) for each in crowd.papers}) == 4
    times = [stamped_at(each) for each in crowd.papers if seal_serial(each) == last]
    assert times
    assert max(times) <= revocation.at, "nothing is sealed with a certificate after it was revoked"
    assert json.loads((room.folder / "revoked.json").read_text()).keys() == {f"{first:x}", f"{last:x}"}


def stamped_at(pdf):
    stamp_field = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures[-1]
    return stamp_field.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
