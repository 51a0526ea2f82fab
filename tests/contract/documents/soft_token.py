"""SoftHSM2: a PKCS#11 module whose tokens are folders, so that one can be pulled out and put back."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pkcs11

from documents.sealing.module import ModuleSealKeys
from documents.sealing.token_session import TokenSession

LABEL, KEY, PIN = "minwon-test", "minwon-seal", "86420-test"
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib")


def library() -> Path:
    """Find the module where distributions put it."""
    for folder in map(Path, _LIBRARIES):
        for path in sorted(folder.glob("**/libsofthsm2.so")):
            return path
    raise FileNotFoundError("libsofthsm2.so: install softhsm2")


@dataclass
class SoftToken:
    """One token of its own in ``folder``, fresh or a copy of ``like``; the process sees no other."""

    folder: Path
    like: Path | None = None

    def __post_init__(self):
        self.tokens.mkdir(parents=True)
        conf = self.folder / "softhsm2.conf"
        conf.write_text(f"directories.tokendir = {self.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(conf)
        if self.like is None:
            self.tool("--init-token", "--free", "--label", LABEL, "--so-pin", "135791", "--pin", PIN)
        else:
            shutil.copytree(self.like, self.tokens, dirs_exist_ok=True)
        self.pin_file.write_text(PIN + "\n")
        pkcs11.lib(str(library())).reinitialize()

    @property
    def tokens(self) -> Path:
        return self.folder / "tokens"

    @property
    def pin_file(self) -> Path:
        return self.folder / "seal.pin"

    def tool(self, *arguments: str) -> str:
        command = ["softhsm2-util", "--module", str(library()), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    def seal_keys(self) -> ModuleSealKeys:
        return ModuleSealKeys(TokenSession(library(), LABEL, self.pin_file), KEY)

    def pull_out(self) -> None:
        self.tokens.rename(self.folder / "pulled-out")

    def put_back(self) -> None:
        (self.folder / "pulled-out").rename(self.tokens)

    def close(self) -> None:
        """Let go of the library, so that the next test's token is the only one."""
        library_here = pkcs11.lib(str(library()))
        library_here.finalize()
        os.environ.pop("SOFTHSM2_CONF", None)
