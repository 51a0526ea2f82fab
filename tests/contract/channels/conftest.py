from collections.abc import Iterator

import pytest

from tests.counter_process import Citizen, Counter, counter_beside_fakes
from tests.staff_house import CounterStaff


@pytest.fixture(scope="session")
def shared_counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One counter for the tests that leave it alive; each test has its own conversation."""
    with counter_beside_fakes(tmp_path_factory.mktemp("counter")) as counter:
        yield counter


@pytest.fixture
def counter(shared_counter: Counter) -> Counter:
    return shared_counter


@pytest.fixture
def citizen(counter: Counter) -> Citizen:
    return counter.citizen()


@pytest.fixture(scope="module")
def staff(shared_counter: Counter) -> Iterator[CounterStaff]:
    staff = CounterStaff(shared_counter)
    yield staff
    staff.close()
