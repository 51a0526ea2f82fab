from pathlib import Path

import pytest

from tests.contract.actions.agencies_house import NODE_SOURCES, Agencies
from tests.contract.wallet_bridge.node_counterpart import installed
from tests.ports import free_port
from tests.unit.documents.paper_house import lay_certificates


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder with the Node counterparts, kept between runs."""
    return installed(NODE_SOURCES)


@pytest.fixture(scope="module")
def agencies(tmp_path_factory: pytest.TempPathFactory):
    house = Agencies(tmp_path_factory.mktemp("agencies"), free_port())
    lay_certificates(house.data)
    house.start()
    yield house
    house.kill()
