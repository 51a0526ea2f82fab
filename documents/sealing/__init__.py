from documents.sealing.key_folder import load_anchor, prepare
from documents.sealing.seal import PaperSealer, open_ring, open_sealer

__all__ = ["PaperSealer", "load_anchor", "open_ring", "open_sealer", "prepare"]
