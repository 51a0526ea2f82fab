"""Makes PDF/A-3b of drawn pages: output intent, XMP, attached data, signature field; compressed and deterministic."""

import json
from datetime import datetime
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from documents.rendering.draw import BACKGROUND, CODES
from documents.rendering.page import HEIGHT, SEAL_FIELD, WIDTH, DrawnPaper
from documents.service.clock import SEOUL

PRODUCER = "minwon"
_PRINTED = 4 | 128
"""Annotation flags print and locked."""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def to_archive(
    drawn: DrawnPaper, *, title: str, issued_at: datetime, data: dict[str, Any], background: bytes, codes: bytes
) -> bytes:
    """Give the PDF/A-3b file. The same arguments give the same bytes. ``background`` comes compressed."""
    with Pdf.open(BytesIO(drawn.pdf)) as pdf:
        _describe(pdf, title, issued_at)
        _attach(pdf, data, issued_at)
        _complete_pages(pdf, background, codes)
        _add_seal_field(pdf, drawn)
        buffer = BytesIO()
        pdf.save(buffer, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def _describe(pdf: Pdf, title: str, issued_at: datetime) -> None:
    seoul = issued_at.astimezone(SEOUL)
    stamp = f"D:{seoul:%Y%m%d%H%M%S}+09'00'"
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in {"Title": title, "Producer": PRODUCER, "CreationDate": stamp, "ModDate": stamp}.items():
        pdf.docinfo[f"/{key}"] = String(value)
    packet = _XMP.format(title=escape(title), when=seoul.isoformat(timespec="seconds"), producer=PRODUCER)
    root = pdf.Root
    root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    root.Lang = String("ko-KR")
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    profile = pdf.make_stream(_srgb(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    root.OutputIntents = Array([pdf.make_indirect(intent)])


@cache
def _srgb() -> bytes:
    """Read the profile that pikepdf ships for this very purpose."""
    return resources.files(pikepdf).joinpath("pdfa/data/sRGB.icc").read_bytes()


def _attach(pdf: Pdf, data: dict[str, Any], issued_at: datetime) -> None:
    content = json.dumps(data, ensure_ascii=False, indent=1).encode()
    stamp = f"D:{issued_at.astimezone(SEOUL):%Y%m%d%H%M%S}+09'00'"
    stream = pdf.make_stream(
        content,
        Type=Name.EmbeddedFile,
        Subtype=Name("/application/json"),
        Params=Dictionary(Size=len(content), ModDate=String(stamp)),
    )
    name = f"{data['kind']}.json"
    spec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(name),
            UF=String(name),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(name), spec])))
    pdf.Root.AF = Array([spec])


def _complete_pages(pdf: Pdf, background: bytes, codes: bytes) -> None:
    """Hang background and codes into every page; drop ReportLab's empty page transition, which PDF/A forbids."""
    forms = Dictionary(
        {
            f"/{BACKGROUND}": _form(pdf, background, Filter=Name.FlateDecode),
            f"/{CODES}": _form(pdf, codes),
        }
    )
    for page in pdf.pages:
        page.obj.Resources.XObject = forms
        if "/Trans" in page.obj:
            del page.obj.Trans


def _form(pdf: Pdf, content: bytes, **more: Any) -> pikepdf.Stream:
    box = Array([0, 0, round(WIDTH, 3), round(HEIGHT, 3)])
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary(), **more)


def _add_seal_field(pdf: Pdf, drawn: DrawnPaper) -> None:
    """Add the empty signature field that the seal fills."""
    page, box = pdf.pages[-1], drawn.seal
    empty = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(box.right - box.left, 3), round(box.top - box.bottom, 3)]),
        Resources=Dictionary(),
    )
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(SEAL_FIELD),
            F=_PRINTED,
            Rect=Array([round(edge, 3) for edge in box]),
            P=page.obj,
            AP=Dictionary(N=empty),
        )
    )
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
