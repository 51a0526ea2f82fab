"""Where this installation keeps its seal key, as its settings say."""

from documents.sealing.key_folder import FOLDER
from documents.sealing.module import ModuleSealKeys
from documents.sealing.seal_keys import SealKeys, seal_key_files
from documents.sealing.token_session import TokenSession
from documents.service.settings import HouseSettings

PIN = "seal.pin"


def seal_keys(settings: HouseSettings) -> SealKeys:
    """Give the module's keys when a module is set, else the files. Call it once a process: a login is shared."""
    folder = settings.keys / FOLDER
    if settings.seal_module is None:
        return seal_key_files(folder)
    return ModuleSealKeys(TokenSession(settings.seal_module, settings.seal_token, folder / PIN), settings.seal_key)
