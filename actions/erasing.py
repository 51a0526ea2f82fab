"""The operator's erasure: ``python -m actions.erasing NUMBER --who STAFF --why REASON``. It cannot be taken back."""

import argparse
import sys

from actions.settings import ActionsSettings
from documents.domain.errors import InvalidNumber, MinwonError, Refusal
from documents.domain.number import PaperNumber
from documents.erasing import Erasing
from documents.ledger.ledger import MIGRATIONS
from documents.service.clock import utc_now
from documents.service.database import migrate, open_engine
from documents.vault import open_vault

_DONE = "{number}의 주인에게 속한 열쇠 {count}개를 없앴습니다. 그 사람의 자료는 이제 아무도 열 수 없습니다."
_AGAIN = "{number}의 주인은 이미 지워졌습니다."
_FAILURES = {
    InvalidNumber: "문서확인번호는 숫자 16자리입니다.",
    Refusal: "그런 번호로 약속한 서류가 없습니다.",
}
_DOWN = "장부를 쓸 수 없습니다. 데이터베이스를 확인해 주세요."


def main(arguments: list[str] | None = None) -> int:
    """Erase the person of one paper. Give 0, or 1 with a sentence on standard error when nothing was erased."""
    asked = _parser().parse_args(arguments)
    try:
        number = PaperNumber.parse(asked.number)
        count = _erase(number, asked.who, asked.why)
    except MinwonError as error:
        sys.stderr.write(_FAILURES.get(type(error), _DOWN) + "\n")
        return 1
    sys.stdout.write((_DONE if count else _AGAIN).format(number=number, count=count) + "\n")
    return 0


def _erase(number: PaperNumber, who: str, why: str) -> int:
    settings = ActionsSettings()
    engine = open_engine(settings.office_url)
    try:
        migrate(engine, MIGRATIONS)
        return Erasing(engine, open_vault(settings.keys), utc_now).erase(number, who=who, why=why)
    finally:
        engine.dispose()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m actions.erasing", description=__doc__)
    parser.add_argument("number", help="문서확인번호 16자리")
    parser.add_argument("--who", required=True, help="누가 (직원 번호)")
    parser.add_argument("--why", required=True, help="왜 (접근 기록에 남습니다)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
