from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from actions.agencies.app import create_app as create_agencies
from actions.agencies.settings import AgencySettings
from tests.contract.wallet_bridge.wallet_house import WalletHouse, plain_client, serve, wallet_house
from tests.unit.documents.paper_house import lay_certificates
from wallet_bridge.wallet import identity


@pytest.fixture
def house(tmp_path: Path) -> WalletHouse:
    return wallet_house(tmp_path)


@pytest.fixture
def wallet(house: WalletHouse) -> Iterator[str]:
    with house.running() as url:
        yield url


@pytest.fixture(scope="module")
def lasting_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalletHouse]:
    """A running wallet for tests that must leave it as it was."""
    house = wallet_house(tmp_path_factory.mktemp("lasting"))
    with house.running():
        yield house


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with plain_client() as client:
        yield client


@pytest.fixture
def agencies(house: WalletHouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(identity, "TIMEOUT", httpx.Timeout(60))  # they share a busy machine with the tests
    lay_certificates(house.settings.data)
    settings = AgencySettings(data=house.settings.data, sandbox_port=house.settings.sandbox_port, identity_interval=0.1)
    with serve(create_agencies(settings), house.settings.sandbox_port) as url:
        yield url
