"""Run one process of the house: ``python -m documents.service.serve actions.app:create_app 5055``."""

import sys

import uvicorn

from documents.service.logs import configure
from documents.service.settings import HouseSettings

_GRACE_SECONDS = 5


def main() -> None:
    target, port = sys.argv[1], int(sys.argv[2])
    settings = HouseSettings()
    configure(target.split(":", maxsplit=1)[0], settings.log_level)
    uvicorn.run(
        target,
        factory=True,
        host=str(settings.host),
        port=port,
        log_config=None,  # logs go through our redacting renderer
        access_log=False,  # paths and queries of residents are not logged
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


if __name__ == "__main__":
    main()
