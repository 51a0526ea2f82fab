"""Papers into a wallet of another make, from the offer to the bank that reads them; nothing of ours on that side."""

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from documents.domain.kind import PAPERS, PaperKind
from documents.ledger.promise import Promise
from tests.contract.wallet_bridge.issuer_counterpart import NodeWallet, node_wallet
from tests.contract.wallet_bridge.issuer_house import IssuerHouse, issuer_house
from wallet_bridge.issuer.status_bits import encode

BANK = "https://bank.example"


@pytest.fixture(scope="module")
def node() -> Iterator[NodeWallet]:
    with node_wallet() as wallet:
        yield wallet


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IssuerHouse]:
    data = tmp_path_factory.mktemp("issuer")
    with issuer_house(data, wallet_requests_per_minute=10_000) as house:
        yield house


@dataclass
class Visit:
    """One wallet taking one paper, step by step."""

    node: NodeWallet
    house: IssuerHouse
    paper: Promise
    offered: dict[str, Any] = field(init=False)
    offer: dict[str, Any] = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        self.offered = self.house.offer(self.paper)
        self.offer = self.node("resolve", link=self.offered["offer_uri"])["offer"]
        self.key = self.node("key")

    @property
    def kind(self) -> str:
        (kind,) = self.offer["credential_configuration_ids"]
        return str(kind)

    def redeem(self, tx_code: str | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = self.node("token", offer=self.offer, txCode=tx_code or self.offered["tx_code"])
        self.token = answer.get("access_token", "")
        return answer

    def nonce(self) -> str:
        return str(self.node("nonce", issuer=self.house.url)["c_nonce"])

    def proof(self, nonce: str | None = None, key: dict[str, Any] | None = None) -> str:
        order = {"issuer": self.house.url, "kind": self.kind, "nonce": nonce or self.nonce(), "key": key or self.key}
        return str(self.node("prove", **order)["jwt"])

    def ask(self, proof: str | None = None, kind: str | None = None) -> dict[str, Any]:
        order = {"issuer": self.house.url, "kind": kind or self.kind, "token": self.token}
        answer: dict[str, Any] = self.node("credential", **order, proofs=[proof or self.proof()])
        return answer

    def deferred(self, transaction: str) -> dict[str, Any]:
        order = {"issuer": self.house.url, "token": self.token, "transactionId": transaction}
        answer: dict[str, Any] = self.node("deferred", **order)
        return answer

    def tell(self, notification: str, event: str) -> dict[str, Any]:
        order = {"issuer": self.house.url, "token": self.token, "notificationId": notification, "event": event}
        answer: dict[str, Any] = self.node("notify", **order)
        return answer

    def taken(self) -> str:
        """Take the paper and give the credential."""
        self.redeem()
        return credential_of(self.ask())

    def shown(self, credential: str, *shown: str) -> dict[str, Any]:
        """Show a credential to the bank and give what it reads."""
        order = {"credential": credential, "key": self.key, "shown": shown, "audience": BANK}
        answer: dict[str, Any] = self.node("read", **self.node("present", **order))
        return answer


def credential_of(answer: dict[str, Any]) -> str:
    assert answer.get("status") == 200, answer
    ((credential),) = answer["credentials"]
    return str(credential["credential"])


@pytest.fixture
def visit(node: NodeWallet, house: IssuerHouse) -> Visit:
    return Visit(node, house, house.office.make())


@pytest.mark.parametrize("kind", list(PaperKind))
def test_each_kind_arrives_and_is_read_by_a_bank(node: NodeWallet, house: IssuerHouse, kind: PaperKind) -> None:
    paper = house.office.make(kind)
    visit = Visit(node, house, paper)
    assert visit.kind == kind
    read = visit.shown(visit.taken(), "name")
    payload, type_ = read["payload"], read["type"]
    kept = house.office.ledger.find(paper.conversation, paper.number)
    assert kept is not None
    assert payload["sha256"] == kept.sha256
    assert (payload["paper_number"], payload["kind"]) == (str(paper.number), kind)
    assert (payload["name"], "birthdate" in payload) == ("김서연", False)
    assert payload["cnf"]["jwk"] == {name: visit.key[name] for name in ("kty", "crv", "x", "y")}
    assert kept.expires_at is not None
    assert payload["exp"] == int(kept.expires_at.timestamp())
    assert read["kb"]["aud"] == BANK
    assert read["header"]["typ"] == "dc+sd-jwt"
    assert type_["vct"] == payload["vct"]
    assert [each["name"] for each in type_["display"] if each["locale"] == "ko-KR"] == [PAPERS[kind].title]


def test_the_wallet_knows_the_issuer_as_version_one_with_seven_papers(node: NodeWallet, visit: Visit) -> None:
    found = node("resolve", link=visit.offered["offer_uri"])
    assert found["version"] == "V1"
    assert set(found["configurations"]) == set(PaperKind)
    for kind, configuration in found["configurations"].items():
        names = {each["locale"]: each["name"] for each in configuration["shown"]["display"]}
        assert names["ko-KR"] == PAPERS[PaperKind(kind)].title
        assert names["en-US"].isascii()
        assert {"path": ["sha256"], "mandatory": True}.items() <= next(
            each for each in configuration["shown"]["claims"] if each["path"] == ["sha256"]
        ).items()


def test_an_offer_by_value_is_the_same_offer(node: NodeWallet, visit: Visit) -> None:
    by_value = node("resolve", link=visit.offered["offer_uri_by_value"])["offer"]
    assert by_value == visit.offer
    (tx_code,) = [grant["tx_code"] for grant in visit.offer["grants"].values()]
    assert (tx_code["input_mode"], tx_code["length"]) == ("numeric", len(visit.offered["tx_code"]))


def test_the_holder_decides_what_the_bank_reads(visit: Visit) -> None:
    credential = visit.taken()
    hidden = visit.shown(credential)["payload"]
    assert {"name", "birthdate"}.isdisjoint(hidden)
    everything = visit.shown(credential, "name", "birthdate")["payload"]
    assert (everything["name"], everything["birthdate"]) == ("김서연", "1988-03-14")


def test_another_wallet_cannot_show_it(node: NodeWallet, visit: Visit) -> None:
    credential = visit.taken()
    visit.key = node("key")
    assert "Verify Error" in visit.shown(credential)["refused"]


def test_five_wrong_digits_close_the_offer_for_good(visit: Visit, house: IssuerHouse) -> None:
    right = visit.offered["tx_code"]
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert [visit.redeem(wrong) for _ in range(5)] == [{"refused": "invalid_grant"}] * 5
    assert visit.redeem(right) == {"refused": "invalid_grant"}
    assert house.copies(visit.paper) == ["locked"]
    assert "404" in visit.node("resolve", link=visit.offered["offer_uri"])["refused"]


def test_four_wrong_digits_do_not(visit: Visit) -> None:
    wrong = f"{(int(visit.offered['tx_code']) + 1) % 1_000_000:06}"
    assert [visit.redeem(wrong) for _ in range(4)] == [{"refused": "invalid_grant"}] * 4
    assert visit.redeem()["token_type"] == "Bearer"


def test_a_code_is_good_once(visit: Visit) -> None:
    assert visit.redeem()["access_token"]
    assert visit.redeem() == {"refused": "invalid_grant"}


def test_a_newer_offer_closes_the_older(visit: Visit, house: IssuerHouse) -> None:
    newer = house.offer(visit.paper)
    assert visit.redeem() == {"refused": "invalid_grant"}
    visit.offered, visit.offer = newer, visit.node("resolve", link=newer["offer_uri"])["offer"]
    assert visit.redeem()["access_token"]
    assert house.copies(visit.paper) == ["replaced", "redeemed"]


def test_a_nonce_is_good_once(visit: Visit) -> None:
    visit.redeem()
    nonce = visit.nonce()
    credential_of(visit.ask(visit.proof(nonce)))
    assert visit.ask(visit.proof(nonce)) == {"refused": "invalid_nonce"}
    assert visit.ask(visit.proof("made up by the wallet")) == {"refused": "invalid_nonce"}


def test_a_second_wallet_gets_nothing_for_the_same_code(node: NodeWallet, visit: Visit) -> None:
    visit.taken()
    assert visit.ask(visit.proof(key=node("key"))) == {"refused": "credential_request_denied"}


def test_a_lost_answer_is_given_again_to_the_same_key(node: NodeWallet, visit: Visit) -> None:
    first = node("status", credential=visit.taken())
    again = node("status", credential=credential_of(visit.ask()))
    assert (first["uri"], first["idx"]) == (again["uri"], again["idx"])


def test_another_paper_than_the_one_offered_is_refused(visit: Visit) -> None:
    visit.redeem()
    assert visit.ask(kind="entry_exit") == {"refused": "invalid_credential_request"}


def test_a_token_that_nobody_gave_is_refused(visit: Visit) -> None:
    visit.token = "made-up"
    assert visit.ask() == {"refused": "invalid_token"}
    assert visit.deferred("x") == {"refused": "invalid_token"}


def test_a_promised_paper_comes_when_it_is_sealed(node: NodeWallet, house: IssuerHouse) -> None:
    visit = Visit(node, house, house.office.promised())
    assert visit.offered["awaited"]
    assert visit.redeem()["expires_in"] > 24 * 3600
    waiting = visit.ask()
    assert waiting["status"] == 202
    assert set(waiting) == {"status", "transaction_id", "interval"}
    assert visit.deferred(waiting["transaction_id"]) == waiting
    assert visit.deferred("another") == {"refused": "invalid_transaction_id"}
    assert house.copies(visit.paper) == ["deferred"]
    house.office.work()
    credential = credential_of(visit.deferred(waiting["transaction_id"]))
    assert visit.shown(credential, "name")["payload"]["name"] == "김서연"
    assert visit.deferred(waiting["transaction_id"]) == {"refused": "invalid_transaction_id"}
    assert house.copies(visit.paper) == ["issued"]


def test_a_promise_that_was_withdrawn_ends_the_waiting(node: NodeWallet, house: IssuerHouse) -> None:
    visit = Visit(node, house, house.office.promised())
    visit.redeem()
    waiting = visit.ask()
    assert house.office.ledger.cancel(visit.paper.conversation, visit.paper.number)
    assert visit.deferred(waiting["transaction_id"]) == {"refused": "credential_request_denied"}


def test_revoking_a_promised_paper_ends_the_waiting(node: NodeWallet, house: IssuerHouse) -> None:
    visit = Visit(node, house, house.office.promised())
    visit.redeem()
    waiting = visit.ask()
    assert house.internal("POST", f"/papers/{visit.paper.number.digits}/revocation").json() == {"copies": 1}
    assert visit.deferred(waiting["transaction_id"]) == {"refused": "credential_request_denied"}


def test_what_the_wallet_tells_is_kept_and_seen(visit: Visit, house: IssuerHouse) -> None:
    visit.redeem()
    answer = visit.ask()
    assert visit.tell(answer["notification_id"], "credential_accepted") == {"status": 204}
    assert visit.tell(answer["notification_id"], "credential_accepted") == {"status": 204}
    assert house.copies(visit.paper) == ["accepted"]
    assert visit.tell(answer["notification_id"], "credential_failure") == {"refused": "invalid_notification_request"}
    assert visit.tell("another", "credential_accepted") == {"refused": "invalid_notification_id"}
    assert visit.tell(answer["notification_id"], "credential_deleted") == {"status": 204}
    assert house.copies(visit.paper) == ["deleted"]


@pytest.mark.parametrize("event", ["credential_failure", "credential_deleted"])
def test_a_copy_that_no_wallet_keeps_counts_no_more(node: NodeWallet, visit: Visit, event: str) -> None:
    visit.redeem()
    answer = visit.ask()
    assert visit.tell(answer["notification_id"], event) == {"status": 204}
    assert node("status", credential=credential_of(answer))["value"] == 1


def test_revoking_a_paper_revokes_every_copy_and_no_other(node: NodeWallet, house: IssuerHouse) -> None:
    paper, other = house.office.make(), house.office.make()
    copies = [Visit(node, house, each).taken() for each in (paper, paper, other)]
    last = Visit(node, house, paper)
    last_copy = last.taken()
    assert [node("status", credential=each)["value"] for each in (*copies, last_copy)] == [0, 0, 0, 0]
    assert house.internal("POST", f"/papers/{paper.number.digits}/revocation").json() == {"copies": 3}
    assert [node("status", credential=each)["value"] for each in (*copies, last_copy)] == [1, 1, 0, 1]
    assert "Status is not valid" in last.shown(last_copy)["refused"]
    assert last.ask() == {"refused": "credential_request_denied"}
    body = {"number": paper.number.digits, "conversation": paper.conversation}
    assert house.internal("POST", "/offers", json=body).json()["code"] == "paper_withdrawn"


def test_what_two_people_take_back_is_revoked_by_itself(node: NodeWallet, visit: Visit, house: IssuerHouse) -> None:
    credential = visit.taken()
    assert node("status", credential=credential)["value"] == 0
    house.office.void(visit.paper)
    assert node("status", credential=credential)["value"] == 1
    assert visit.ask() == {"refused": "credential_request_denied"}
    assert house.copies(visit.paper) == ["revoked"]


def test_the_status_list_is_signed_large_cached_and_tells_one_bit(node: NodeWallet, visit: Visit) -> None:
    status = node("status", credential=visit.taken())
    assert status["signed"]
    assert status["media"] == "application/statuslist+jwt"
    assert status["caching"] == "public, max-age=300"
    assert status["header"]["typ"] == "statuslist+jwt"
    assert (status["claims"]["sub"], status["claims"]["ttl"]) == (status["uri"], 300)
    assert status["claims"]["exp"] > status["claims"]["iat"]
    assert (status["bits"], status["size"], status["value"]) == (1, 1 << 17, 0)


def test_we_write_the_bits_that_their_library_writes(node: NodeWallet) -> None:
    places = list(range(5, 1 << 17, 263))
    theirs = node("encode", places=places, size=1 << 17)["lst"]
    assert unpacked(encode(places)) == unpacked(theirs)


def unpacked(lst: str) -> bytes:
    return zlib.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)))


def test_the_type_document_is_the_one_that_a_credential_names(
    node: NodeWallet, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with issuer_house(tmp_path_factory.mktemp("integrity"), type_integrity=True) as house:
        visit = Visit(node, house, house.office.make())
        credential = visit.taken()
        read = node("readByIntegrity", credential=credential)
        document = house.client.get(read["payload"]["vct"]).content
        expected = base64.b64encode(hashlib.sha256(document).digest()).decode()
        assert read["payload"]["vct#integrity"] == f"sha256-{expected}"
        assert read["type"]["vct"] == read["payload"]["vct"]
        # Why it is off by default. When this fails, their reader has learnt to read it: turn it on.
        assert "Integrity check" in visit.shown(credential)["refused"]
        older = urlsplit(read["payload"]["vct"])
        assert house.client.get(f"{house.url}/.well-known/vct{older.path}").content == document


def test_an_offer_tells_nothing_personal(visit: Visit) -> None:
    link = visit.offered["offer_uri"]
    (address,) = parse_qs(urlsplit(link).query)["credential_offer_uri"]
    for text in (link, visit.offered["offer_uri_by_value"], str(visit.house.client.get(address).json())):
        assert visit.paper.number.digits not in text
        assert str(visit.paper.number) not in text
        assert visit.offered["tx_code"] not in address
