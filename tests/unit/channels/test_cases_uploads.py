"""Files that people send: drawn anew, stripped, judged; bombs, polyglots and acting PDFs refused with a sentence."""

import io
import struct
import zlib

import pikepdf
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from channels.cases import pdfs, pictures
from channels.cases.spots import in_seoul
from channels.cases.unsafe import UploadRefused
from channels.cases.uploads import LARGEST, admit, file_name
from channels.cases.words import read_words

WORDS = read_words()
GPS = 0x8825


def picture(size=(64, 48), colour="red", mode="RGB"):
    return Image.new(mode, size, colour)


def exif(lat=(37.0, 33.0, 21.96), lon=(126.0, 54.0, 4.32), north="N", east="E", orientation=1):
    data = Image.Exif()
    data[0x0112], data[0x010F], data[0x9286] = orientation, "Canary Camera", "canary comment"
    data.get_ifd(GPS).update({1: north, 2: lat, 3: east, 4: lon})
    return data.tobytes()


def encoded(image, kind="JPEG", **more):
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def heic(image, **more):
    written = io.BytesIO()
    pillow_heif.from_pillow(image).save(written, **more)
    return written.getvalue()


def pdf(pages=1, change=None):
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    written = io.BytesIO()
    document.save(written)
    document.close()
    return written.getvalue()


def refused(content, name="a.jpg"):
    with pytest.raises(UploadRefused) as refusal:
        admit(name, content)
    assert WORDS.problems[refusal.value.code].endswith("요.")
    return refusal.value.code


@pytest.mark.parametrize(
    "content",
    [
        encoded(picture(), exif=exif(), comment=b"canary"),
        encoded(picture(), "PNG", exif=exif()),
        heic(picture(), exif=exif()),
    ],
    ids=["jpeg", "png", "heic"],
)
def test_photo_is_drawn_anew_without_metadata_and_its_place_is_read(content):
    upload = admit("사진.HEIC", content)
    assert (upload.kind, upload.name) == ("photo", "사진.jpg")
    assert upload.spot.lat == pytest.approx(37.5561)
    assert upload.spot.lon == pytest.approx(126.9012)
    assert in_seoul(upload.spot)
    with Image.open(io.BytesIO(upload.content)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (64, 48))
        assert not kept.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & kept.info.keys()
        assert kept.getpixel((30, 20)) == pytest.approx((255, 0, 0), abs=30)
    for trace in (b"Exif", b"anary", b"GPS"):
        assert trace not in upload.content


def test_photo_is_turned_as_its_camera_says():
    upload = admit("a.jpg", encoded(picture((64, 48)), exif=exif(orientation=6)))
    with Image.open(io.BytesIO(upload.content)) as kept:
        assert kept.size == (48, 64)


def test_large_photo_becomes_smaller_and_clear_one_stands_on_white():
    with Image.open(io.BytesIO(admit("a.jpg", encoded(picture((4000, 1000)))).content)) as kept:
        assert kept.size == (2560, 640)
    clear = encoded(picture((8, 8), (0, 0, 0, 0), "RGBA"), "PNG")
    with Image.open(io.BytesIO(admit("a.png", clear).content)) as kept:
        assert kept.getpixel((4, 4)) == pytest.approx((255, 255, 255), abs=3)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ({"lat": (33.0, 30.0, 0.0), "lon": (126.0, 30.0, 0.0)}, (33.5, 126.5)),
        ({"north": "S", "east": "W"}, (-37.5561, -126.9012)),
        ({"lat": (99.0, 0.0, 0.0)}, None),
        ({"lat": (37.0, 0.0)}, None),
    ],
)
def test_place_of_a_photo_is_read_or_left(place, found):
    spot = admit("a.jpg", encoded(picture(), exif=exif(**place))).spot
    assert (spot and (pytest.approx(spot.lat), pytest.approx(spot.lon))) == found
    assert spot is None or not in_seoul(spot)


def test_photo_without_a_place_has_none():
    assert admit("a.jpg", encoded(picture())).spot is None


def test_what_follows_a_picture_is_dropped():
    assert b"MotionPhoto" not in admit("a.jpg", encoded(picture()) + b"MotionPhoto" * 100).content


def bomb_png(side):
    """A PNG of some kilobytes that says it has ``side`` times ``side`` pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 11_000, 60_000])
def test_bomb_is_refused_before_it_is_decoded(side):
    assert refused(bomb_png(side)) == "picture_too_big"


ZIP = b"PK\x03\x04" + b"\0" * 26 + b"PK\x05\x06" + b"\0" * 18


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_missing"),
        (b"\0" * (LARGEST + 1), "file_too_large"),
        (b"<html><script>alert(1)</script></html>", "file_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_unknown"),
        (b"GIF89a" + b"\0" * 100, "file_unknown"),
        (b"MZ" + b"\0" * 200, "file_unknown"),
        (ZIP, "file_unknown"),
        (encoded(picture())[:200], "file_broken"),
        (b"\xff\xd8\xff" + b"junk" * 50, "file_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"junk" * 50, "file_broken"),
        (heic(picture())[:300], "file_broken"),
        (encoded(picture()) + ZIP, "file_unsafe"),
        (encoded(picture(), comment=pdf()[:400]), "file_unsafe"),
        (pdf() + ZIP, "file_unsafe"),
        (pdf() + b"\0" * 2000, "file_unsafe"),
        (b"%PDF-1.7\njunk\n%%EOF\n", "file_broken"),
        (b"%PDF-1.7\njunk\n", "file_broken"),
        (pdf(pdfs.MOST_PAGES + 1), "pdf_too_long"),
    ],
)
def test_what_is_no_harmless_picture_or_paper_is_refused(content, code):
    assert refused(content) == code


def js(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def hidden_js(document):
    action = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="x")
    annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 1, 1], A=pikepdf.Dictionary(Next=[action]))
    document.pages[0].obj.Annots = pikepdf.Array([annotation])


def launch(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def file_within(document):
    document.attachments["a.exe"] = b"MZ"


def form(document):
    document.Root.AcroForm = document.make_indirect(pikepdf.Dictionary(Fields=[], XFA="<xdp/>"))


def on_page_open(document):
    document.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Named))


@pytest.mark.parametrize("change", [js, hidden_js, launch, file_within, form, on_page_open])
def test_pdf_that_acts_by_itself_is_refused(change):
    assert refused(pdf(change=change), "a.pdf") == "file_unsafe"


def test_locked_pdf_is_refused():
    document = pikepdf.new()
    document.add_blank_page()
    written = io.BytesIO()
    document.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    document.close()
    assert refused(written.getvalue(), "a.pdf") == "file_unsafe"


def packed_table(size, name=b"/ObjStm", filters=b"/FlateDecode"):
    packed = zlib.compress(b"\0" * size)
    head = b"1 0 obj\n<< /Type " + name + b" /N 1 /First 10 /Filter " + filters
    length = b" /Length " + str(len(packed)).encode()
    return b"%PDF-1.5\n" + head + length + b" >>\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF\n"


@pytest.mark.parametrize(
    "content",
    [
        packed_table(33 * 2**20),
        packed_table(33 * 2**20, b"/Obj#53tm"),
        packed_table(10, filters=b"[/FlateDecode /FlateDecode]"),
    ],
    ids=["plain", "hexadecimal", "twice"],
)
def test_pdf_bomb_is_refused_before_it_is_opened(content, monkeypatch):
    monkeypatch.setattr(pikepdf, "open", None)  # opening it would be an error
    assert refused(content, "a.pdf") == "file_unsafe"


def test_harmless_pdf_is_kept_as_it_came():
    plain, packed = pdf(2), io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for content in (plain, packed.getvalue()):
        upload = admit("진정서.PDF", content)
        assert (upload.kind, upload.name, upload.content, upload.spot) == ("pdf", "진정서.pdf", content, None)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\사진\\구멍.png", "구멍.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie x.jpg"),
        ('"><script>.jpg', "script.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("900101-1234567.jpg", "●●●●●●-●●●●●●●.jpg"),
        ("가" * 300 + ".jpg", "가" * 80 + ".jpg"),
    ],
)
def test_file_name_is_harmless(said, kept):
    assert file_name(said, ".jpg") == kept


def outcome(content):
    try:
        upload = admit("a.jpg", content)
    except UploadRefused as refusal:
        return refusal.code
    return "drawn" if upload.content.startswith(b"\xff\xd8\xff") else "not a picture"


@pytest.mark.filterwarnings("ignore::UserWarning")  # what Pillow says about a broken EXIF block
@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, 600), noise=st.binary(max_size=60))
def test_broken_pictures_are_refused_or_drawn_never_a_crash(cut, noise):
    whole = encoded(picture(), exif=exif())
    assert outcome(whole[:cut] + noise + whole[cut + len(noise) :]) in {*WORDS.problems, "drawn"}


def test_pictures_of_another_kind_than_sniffed_are_not_opened():
    with pytest.raises(UploadRefused):
        pictures.redraw(encoded(picture(), "GIF"), "image/jpeg")
