"""The picture of the seal, drawn first by several threads at once, as two workers do in a fresh process."""

import subprocess
import sys

from documents.rendering.outlines import letter

LETTERS = "견본직인서울특별시마포구청장민원"
SCRIPT = f"""
import threading
from documents.rendering.outlines import letter

together, drawn = threading.Barrier(8), {{}}

def draw(place):
    together.wait(30)
    drawn[place] = [letter(each) for each in "{LETTERS}"]

threads = [threading.Thread(target=draw, args=(place,)) for place in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(60)
print([drawn[place] for place in range(8)])
"""


def test_letters_drawn_first_by_eight_threads_at_once_are_the_same():
    """Found under load: the font's file was opened several times over, and read by several threads at one place."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    assert done.stdout.strip() == str([[letter(each) for each in LETTERS]] * 8)
