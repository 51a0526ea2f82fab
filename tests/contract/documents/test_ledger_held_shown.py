"""A promise that is held does not lie unseen: it stands on the staff console's page of papers until it goes on."""

from pathlib import Path

from documents.domain.errors import Halt
from documents.domain.kind import PAPERS
from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS
from documents.service.database import migrate, open_engine
from tests.fakes_documents import request
from tests.office import TestOffice
from tests.staff_house import staff_house


def test_a_held_delivery_stands_on_the_staffs_page_until_it_goes_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine, MIGRATIONS)
    office = TestOffice(engine, tmp_path)
    office.wallet.planned = [Halt("holder_gone")]
    wanted = request()
    asked = office.ask(wanted)
    assert office.turn()
    with staff_house(tmp_path) as house:
        house.ledger.held = office.ledger.held  # type: ignore[method-assign]
        agent = house.member("agent")
        page = agent.http.get("/papers").text
        assert all(each in page for each in (str(asked.number), PAPERS[asked.kind].title, "holder_gone"))
        assert wanted.person.name not in page
        assert office.ledger.resume(asked.conversation, asked.number)
        assert office.turn()
        assert office.now(asked).state is PromiseState.ACKED
        assert str(asked.number) not in agent.http.get("/papers").text
    engine.dispose()
