"""Make what keys, certificates and tokens are missing: ``python -m actions.opening.keys``."""

from actions.settings import ActionsSettings
from documents.sealing import prepare
from documents.sealing.place import seal_keys
from documents.service.clock import utc_now
from documents.service.secret_files import token


def main() -> None:
    settings = ActionsSettings()
    token(settings.internal_token_file)
    token(settings.engine_token_file)
    prepare(settings.keys, now=utc_now(), pki_url=settings.pki_url, seal_keys=seal_keys(settings))


if __name__ == "__main__":
    main()
