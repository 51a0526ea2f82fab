"""Where the house keeps its fonts (Pretendard GOV, OFL): for whoever draws something that is no paper."""

from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "rendering" / "fonts"
REGULAR = _FOLDER / "PretendardGOV-Regular.ttf"
BOLD = _FOLDER / "PretendardGOV-Bold.ttf"
