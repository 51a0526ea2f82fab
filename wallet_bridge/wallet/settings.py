"""Settings of the wallet process, from ``MINWON_…`` variables."""

from pathlib import Path

from pydantic import Field, HttpUrl

from wallet_bridge.issuer.settings import IssuerSettings


class WalletSettings(IssuerSettings):
    """The process serves the office's credential issuer, too; where it is reached is one setting for both."""

    wallet_database: str | None = None
    identity_issuer: HttpUrl | None = None
    """OpenID Connect CIBA provider that holders sign in with; the sandbox provider by default."""
    wallet_trusted_push_keys: Path | None = None
    """JWKS file of the offices that may push; by default the public half of this house's push key."""
    check_address_per_minute: int = Field(default=600, gt=0)
    """Public checks of one address in a minute."""
    check_misses_per_minute: int = Field(default=200, gt=0)
    """Wrong numbers or codes of one address in a minute."""
    check_misses_per_number: int = Field(default=200, gt=0)
    """Wrong codes for one number in a day: 200 of 2^40."""
    wallet_decoder: Path = Path(__file__).parent / "web/node_modules/zxing-wasm/dist"
    """The packaged reader of QR and Data Matrix (npm zxing-wasm) for browsers; without it pictures are read here."""
    sign_in_per_minute: int = Field(default=10, gt=0)

    @property
    def issuer(self) -> str:
        return str(self.identity_issuer or f"{self.sandbox_url}/identity").rstrip("/")

    @property
    def wallet_db(self) -> str:
        return self.wallet_database or self.sqlite("wallet")

    @property
    def push_keys(self) -> Path:
        return self.wallet_trusted_push_keys or self.keys / "push.jwks.json"
