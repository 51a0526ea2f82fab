"""Why an upload is not taken. The code names the sentence in `words.yml`."""

from documents.domain.errors import Refusal


class UploadRefused(Refusal):
    """Codes are the problems of `words.yml` that begin with ``file_``, ``picture_`` and ``pdf_``."""
