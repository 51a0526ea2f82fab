"""The dialogue engine on loopback: ``.venv/bin/python serve.py``. Rasa's own server without its command line.

Why not ``rasa run``: there the API token would stand in the argument list, request addresses (with the token in them)
in the log, and the first citizen would wait for the warm-up. Everything comes from the environment: MINWON_DATA,
MINWON_ENGINE_PORT, MINWON_ACTIONS_URL, MINWON_INTERNAL_TOKEN.
"""

import logging
import os
import secrets
import sys
import warnings
from functools import partial
from pathlib import Path
from typing import Any

BOT = Path(__file__).resolve().parent
_SPOKEN_FIELDS = {"event", "level", "log_level", "timestamp", "action_name", "policy", "exception"}
"""The only fields of Rasa's structured log that are kept: the others may carry what a citizen wrote."""


def prepare(environment: Any = os.environ) -> tuple[Path, int, str]:
    """Fill in what is missing in ``environment``; give the model, the port and the API token."""
    data = Path(environment.get("MINWON_DATA", BOT.parent / "var")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    environment.setdefault("MINWON_ACTIONS_URL", "http://127.0.0.1:5055")
    environment.setdefault("MINWON_INTERNAL_TOKEN", secret(data / "internal.token"))
    environment.setdefault("MINWON_TRACKER_DATABASE", str(data / "tracker.db"))
    environment.setdefault("SANIC_REGISTER", "false")
    os.chdir(BOT)
    sys.path.insert(0, str(BOT))
    from train import quieten, train  # noqa: PLC0415 - found only now

    quieten()
    model = train(data / "model")
    return model, int(environment.get("MINWON_ENGINE_PORT", "5005")), secret(data / "rasa.token")


def secret(path: Path) -> str:
    """Read the token in ``path``; draw it (mode 0600) when it is absent."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(fresh, path)  # fails when another process was first: theirs wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def serve(model: Path, port: int, token: str) -> None:
    from rasa.core.run import close_resources, configure_app, create_http_input_channels, load_agent_on_start  # noqa: PLC0415 - TensorFlow
    from rasa.core.utils import AvailableEndpoints  # noqa: PLC0415

    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    app = configure_app(
        create_http_input_channels(None, "credentials.yml"), auth_token=token, port=port, endpoints=endpoints
    )
    app.add_route(partial(_health, model.name.removesuffix(".tar.gz")), "/health", name="health")
    app.register_listener(partial(load_agent_on_start, str(model), endpoints, None), "before_server_start")
    app.register_listener(_warm_up, "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    logging.getLogger("minwon").warning("engine listens on 127.0.0.1:%s with model %s", port, model.name)
    app.run(host="127.0.0.1", port=port, workers=1, access_log=False, motd=False)


async def _health(model: str, _request: Any) -> Any:
    from sanic.response import json  # noqa: PLC0415

    return json({"status": "ok", "parts": {"model": model}})


async def _warm_up(app: Any, _loop: Any) -> None:
    """Parse twice, so that lazy loading is over before the first citizen comes."""
    for text in ("등본 떼 주세요", "최근 5년 주소도 나오게 해 주세요"):
        await app.ctx.agent.parse_message(text)


def quiet_logs() -> None:
    """Keep warnings and errors, and of each only what cannot hold a citizen's words or the token."""
    import structlog  # noqa: PLC0415

    warnings.showwarning = lambda *_args, **_named: None  # some of Rasa's quote the message; libraries reset filters
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stdout, force=True
    )
    for name in ("sanic.access", "sanic.root", "rasa.shared.utils.io", "matplotlib", "apscheduler"):
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _keep_safe_fields,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


def _keep_safe_fields(_logger: Any, _method: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in _SPOKEN_FIELDS}


def main() -> None:
    model, port, token = prepare()
    quiet_logs()
    serve(model, port, token)


if __name__ == "__main__":
    main()
