"""Which test worker runs what."""

from xdist.scheduler import LoadFileScheduling

HOUSE = "tests/e2e/"


class ByRoom(LoadFileScheduling):
    """Give a file's tests to one worker, and all tests of the one open house to one."""

    def _split_scope(self, nodeid: str) -> str:
        return HOUSE if nodeid.startswith(HOUSE) else str(super()._split_scope(nodeid))
