"""Settings that every process of the house shares. Each process subclasses them once, in its own ``settings.py``."""

from ipaddress import IPv4Address
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DATA = Path("var")


class HouseSettings(BaseSettings):
    """Addresses and the data folder, from ``MINWON_…`` variables. A wrong value stops the process at start."""

    model_config = SettingsConfigDict(env_prefix="MINWON_", frozen=True)

    data: Path = DATA
    host: IPv4Address = IPv4Address("127.0.0.1")
    counter_port: int = Field(default=8000, gt=0, lt=65536)
    wallet_port: int = Field(default=8100, gt=0, lt=65536)
    sandbox_port: int = Field(default=8200, gt=0, lt=65536)
    engine_port: int = Field(default=5005, gt=0, lt=65536)
    actions_port: int = Field(default=5055, gt=0, lt=65536)
    log_level: str = "INFO"
    seal_module: Path | None = None
    """PKCS#11 library of the module that keeps the seal's key; a file in the key folder when not set."""
    seal_token: str = ""
    """Label of the token in that module; its PIN lies in ``keys/pki/seal.pin``."""
    seal_key: str = "minwon-seal"
    """Label of the key in that token."""

    @model_validator(mode="after")
    def _module_has_token(self) -> Self:
        if self.seal_module is not None and not (self.seal_token and self.seal_module.is_file()):
            raise ValueError("MINWON_SEAL_MODULE wants an existing library and MINWON_SEAL_TOKEN")
        return self

    @property
    def counter_url(self) -> str:
        return self._url(self.counter_port)

    @property
    def wallet_url(self) -> str:
        return self._url(self.wallet_port)

    @property
    def sandbox_url(self) -> str:
        return self._url(self.sandbox_port)

    @property
    def pki_url(self) -> str:
        """Where the certificates say that their status is told: beside the sandbox agencies."""
        return f"{self.sandbox_url}/pki"

    @property
    def engine_url(self) -> str:
        return self._url(self.engine_port)

    @property
    def actions_url(self) -> str:
        return self._url(self.actions_port)

    @property
    def internal_token_file(self) -> Path:
        return self.data / "internal.token"

    @property
    def engine_token_file(self) -> Path:
        return self.data / "rasa.token"

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    def sqlite(self, name: str) -> str:
        """Give the SQLAlchemy URL of the SQLite database ``name`` in the data folder."""
        return f"sqlite:///{(self.data / f'{name}.db').resolve()}"

    def _url(self, port: int) -> str:
        return f"http://{self.host}:{port}"
