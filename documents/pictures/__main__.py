"""Draws the pictures of all seven papers anew: ``python -m documents.pictures [--out FOLDER]``."""

import argparse
from pathlib import Path

from documents.pictures.drawing import open_studio
from documents.pictures.registers import open_practice_registers
from documents.pictures.samples import draft_of, load_samples


def main(arguments: list[str] | None = None) -> None:
    """Write ``<kind>.png``, and ``<kind>-2.png`` … for further pages, into the folder."""
    parser = argparse.ArgumentParser(prog="python -m documents.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder (default: beside this module)")
    draw(parser.parse_args(arguments).out)


def draw(folder: Path) -> list[Path]:
    """Give the files that were written, in the order of the papers."""
    samples, written = load_samples(), []
    now = samples[0].issued_at
    with open_practice_registers(lambda: now) as registers, open_studio(now) as studio:
        for sample in samples:
            for page, picture in enumerate(studio.pictures(draft_of(sample, registers)), start=1):
                written.append(folder / (f"{sample.kind}.png" if page == 1 else f"{sample.kind}-{page}.png"))
                written[-1].write_bytes(picture)
    return written


if __name__ == "__main__":
    main()
