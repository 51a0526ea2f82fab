import asyncio

import pytest

from channels.telegram.albums import Albums


class Pause:
    """Sleeps until it is told that the time is over."""

    def __init__(self):
        self.over = asyncio.Event()

    async def __call__(self, seconds):
        assert seconds > 0
        await self.over.wait()


class Told(list):
    def of(self, what):
        async def tell():
            self.append(what)

        return tell


@pytest.fixture
def pause():
    return Pause()


async def taken(albums, told, *photos, chat="7"):
    for album, photo in photos:
        await albums.make_way(chat, album)
        albums.came(chat, album, told.of(photo))
        albums.wait_on(chat)


async def over(pause):
    pause.over.set()
    for _ in range(5):
        await asyncio.sleep(0)


async def test_after_the_last_photo_it_is_said_once(pause):
    albums, told = Albums(pause), Told()
    await taken(albums, told, ("A", 1), ("A", 2), ("A", 3))
    assert told == []
    await over(pause)
    assert told == [3]


async def test_what_comes_after_an_album_comes_after_what_is_said_of_it(pause):
    albums, told = Albums(pause), Told()
    await taken(albums, told, ("A", 1), ("A", 2))
    await albums.make_way("7")
    assert told == [2]
    await over(pause)
    assert told == [2]


async def test_the_next_album_finishes_the_one_before(pause):
    albums, told = Albums(pause), Told()
    await taken(albums, told, ("A", 1), ("B", 2))
    assert told == [1]
    await over(pause)
    assert told == [1, 2]


async def test_a_photo_that_cannot_be_taken_does_not_hold_up_the_others(pause):
    albums, told = Albums(pause), Told()
    await taken(albums, told, ("A", 1))
    await albums.make_way("7", "A")  # the second one is refused: nothing came
    albums.wait_on("7")
    await over(pause)
    assert told == [1]


async def test_albums_of_two_chats_are_two(pause):
    albums, told = Albums(pause), Told()
    await taken(albums, told, ("A", 1), chat="7")
    await taken(albums, told, ("A", 2), chat="8")
    await over(pause)
    assert sorted(told) == [1, 2]


async def test_who_closes_has_said_everything(pause):
    albums, told = Albums(pause), Told()
    await taken(albums, told, ("A", 1))
    async with asyncio.timeout(60):
        await albums.close()
    assert told == [1]
    await over(pause)
    assert told == [1]
