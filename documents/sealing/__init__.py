from documents.sealing.key_folder import load_anchor, load_statement_key, prepare
from documents.sealing.seal import PaperSealer, open_sealer

__all__ = ["PaperSealer", "load_anchor", "load_statement_key", "open_sealer", "prepare"]
