import pytest
from korean.identifiers import find


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("010-0000-0001", "phone", "010-0000-0001"),
        ("번호는 01000000001이요", "phone", "010-0000-0001"),
        ("010 0000 0001로 보내주세요", "phone", "010-0000-0001"),
        ("+82 10-0000-0001", "phone", "010-0000-0001"),
        ("공일공 영영영영 영영영일", "phone", "010-0000-0001"),
        ("02-120-1234", "phone", "02-120-1234"),
        ("1234-5678-9012-3456 진짜예요?", "document_number", "1234-5678-9012-3456"),
        ("1234567890123456", "document_number", "1234-5678-9012-3456"),
        ("민원번호 2026-0001234", "complaint_number", "2026-0001234"),
        ("2026 - 0001234번 취하할게요", "complaint_number", "2026-0001234"),
        ("20260001234요", "complaint_number", "2026-0001234"),
        ("이공이육 다시 공공공일이삼사", "complaint_number", "2026-0001234"),
        ("이천이십육 대시 공공공일이삼사예요", "complaint_number", "2026-0001234"),
        ("02-120에 걸었어요", "phone", "02-120"),
        ("공일공 다시 공공공공 다시 공공공일", "phone", "010-0000-0001"),
    ],
)
def test_a_number_is_found_in_its_canonical_form(said, kind, value):
    assert [(one.kind, one.value) for one in find(said)] == [(kind, value)]


@pytest.mark.parametrize(
    "said", ["900101-1234567", "9001011234567", "900101 - 2******", "제 번호는 880314-2345678 이에요", "5년", "120번"]
)
def test_a_resident_registration_number_is_never_given(said):
    assert find(said) == []


def test_the_offsets_cover_the_number_alone():
    said = "연락처는 010-0000-0001입니다"
    [one] = find(said)
    assert said[one.start : one.end] == "010-0000-0001"
