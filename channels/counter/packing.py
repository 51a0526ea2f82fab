"""The conversation's page packed for slow lines.

What is packed together can be guessed by its length (BREACH) where a stranger may put words beside a secret. The cookie
is not sent for another site, and what the page is asked for (``problem``, ``photo``) never stands in it.
"""

import gzip

from starlette.requests import Request
from starlette.responses import Response

_LEVEL = 6  # 16 KB in a millisecond


def pack(response: Response, request: Request) -> None:
    """Pack the body of ``response`` if the browser takes it packed."""
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return
    response.body = gzip.compress(response.body, _LEVEL, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
