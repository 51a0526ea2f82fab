"""The real dialogue engine in this process; the real actions and practice agencies in processes of their own."""

# ruff: noqa: PLC0415 - TensorFlow loads for seconds; tests of words and data do without

import os
import sys
from pathlib import Path

import pytest
import pytest_asyncio

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [path for path in (str(ROOT / "bot"), str(Path(__file__).parent)) if path not in sys.path]
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # before OpenMP is loaded: see train.quieten
os.environ.update(
    {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
)
os.chdir(ROOT / "bot")

from office import Office  # noqa: E402 - found through the path above


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present inputs, trained once and kept beside the one that `make model` makes."""
    import train

    return train.train(Path(os.environ.get("MINWON_DATA", ROOT / "var")).resolve() / "model")


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    house = Office(tmp_path_factory.mktemp("office"))
    house.open()
    yield house
    house.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine(model, office):
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    webhook = EndpointConfig(url=office.webhook, headers={"Authorization": f"Bearer {office.token}"})
    return await load_agent(model_path=str(model), endpoints=AvailableEndpoints(action=webhook))
