"""The operator's hand on the certificates: ``python -m documents.sealing list | renew | rotate | revoke``."""

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import datetime

from cryptography import x509

from documents.domain.errors import MinwonError
from documents.sealing.key_folder import Pki, prepare
from documents.sealing.key_ring import SEAL_DOWN
from documents.sealing.lines import LINES
from documents.sealing.place import seal_keys
from documents.sealing.renewing import KeyCare, open_care
from documents.sealing.revocations import read_revocations
from documents.service.clock import SEOUL, utc_now
from documents.service.settings import HouseSettings

_TITLES = {"seal": "전자관인", "tsa": "시점확인", "ocsp": "상태확인"}
_REASONS = {
    "unspecified": x509.ReasonFlags.unspecified,
    "key-compromise": x509.ReasonFlags.key_compromise,
    "superseded": x509.ReasonFlags.superseded,
    "cessation": x509.ReasonFlags.cessation_of_operation,
}
_FAILURES = {
    "seal_down": "열쇠나 인증서를 쓸 수 없습니다. 열쇠 폴더와 보안 모듈을 확인해 주세요.",
    "unknown_certificate": "우리 인증서의 일련번호가 아닙니다. list로 확인해 주세요.",
    "certificate_revoked": "폐지된 인증서의 열쇠는 갱신하지 않습니다. rotate로 열쇠를 바꿔 주세요.",
    "seal_key_unproven": "새 열쇠의 서명이 맞지 않아 바꾸지 않았습니다.",
}


_Command = Callable[[argparse.Namespace, KeyCare, Pki], Iterator[str]]


def main(arguments: list[str] | None = None) -> int:
    """Do one command. Give 0, or 1 with a sentence on standard error when it could not be done."""
    asked = _parser().parse_args(arguments)
    settings = HouseSettings()
    keys = seal_keys(settings)
    try:
        pki = prepare(settings.keys, now=utc_now(), pki_url=settings.pki_url, seal_keys=keys)
        for line in _COMMANDS[asked.command](asked, open_care(settings.keys, utc_now, settings.pki_url, keys), pki):
            sys.stdout.write(line + "\n")
    except (MinwonError, OSError, ValueError) as error:
        code = error.code if isinstance(error, MinwonError) else SEAL_DOWN
        sys.stderr.write(_FAILURES.get(code, code) + "\n")
        return 1
    return 0


def _list(_asked: argparse.Namespace, care: KeyCare, pki: Pki) -> Iterator[str]:
    revoked, now = read_revocations(pki.revoked_file), care.clock()
    named = [("루트", pki.root), *((_TITLES[name], each) for name, each in pki.current.items())]
    for title, each in [*named, *(("이전 것", each) for each in pki.retired)]:
        state = "사용 중" if (title, each) in named else "물러남"
        if each.not_valid_after_utc <= now:
            state = "기한이 지남"
        if each.serial_number in revoked:
            state = f"{_moment(revoked[each.serial_number].at)} 폐지됨"
        yield _row(title, each, state)


def _renew(asked: argparse.Namespace, care: KeyCare, _pki: Pki) -> Iterator[str]:
    yield _row(_TITLES[asked.line], care.renew(LINES[asked.line]), "새 인증서, 같은 열쇠")


def _rotate(asked: argparse.Namespace, care: KeyCare, _pki: Pki) -> Iterator[str]:
    yield _row(_TITLES[asked.line], care.rotate(LINES[asked.line]), "새 인증서, 새 열쇠")


def _revoke(asked: argparse.Namespace, care: KeyCare, pki: Pki) -> Iterator[str]:
    revoked = care.revoke(asked.serial, _REASONS[asked.reason])
    yield f"{asked.serial:x}  {_moment(revoked.at)} 폐지됨"
    for name, each in pki.current.items():
        if each.serial_number == asked.serial:
            yield f"사용 중이던 인증서라 직인을 찍지 않습니다. 다시 찍으려면: python -m documents.sealing rotate {name}"


_COMMANDS: dict[str, _Command] = {"list": _list, "renew": _renew, "rotate": _rotate, "revoke": _revoke}


def _row(title: str, certificate: x509.Certificate, state: str) -> str:
    begin, end = (_moment(each) for each in (certificate.not_valid_before_utc, certificate.not_valid_after_utc))
    return f"{title:<6}{certificate.serial_number:x}  {begin} ~ {end}  {state}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m documents.sealing", description="직인과 인증서를 돌봅니다.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="명령")
    commands.add_parser("list", help="인증서와 그 상태를 보입니다")
    for name, words in (("renew", "같은 열쇠로 인증서를 새로 냅니다"), ("rotate", "열쇠와 인증서를 함께 바꿉니다")):
        each = commands.add_parser(name, help=words)
        each.add_argument("line", choices=LINES, help="seal 전자관인 · tsa 시점확인 · ocsp 상태확인")
    revoke = commands.add_parser("revoke", help="인증서를 폐지합니다. 되돌릴 수 없습니다")
    revoke.add_argument("serial", type=lambda text: int(text, 16), help="list가 보이는 일련번호")
    revoke.add_argument("--reason", choices=_REASONS, default="unspecified", help="까닭")
    return parser


if __name__ == "__main__":
    sys.exit(main())
