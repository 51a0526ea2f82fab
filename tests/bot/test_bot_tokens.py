import pytest
from components.pipeline import korean

TEXTS = [
    "등본떼줘",
    "등본 좀 떼고싶은데요",
    "  앞뒤  빈칸   많음 ",
    "해줬어 그랬는데",
    "은행에 낼거에요",
    "뷁쀍 龘 abc 123",
    "ㅋㅋㅋㅋ ㅇㅇ",
    "줄\n바꿈\t탭",
    "😀 등본",
    "",
    " ",
    "주민등록등본을발급받고싶습니다만어떻게하나요",
    "가" * 500,
    "\u200b등본\u200b",
]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_rebuild_the_text_and_their_offsets_rise(text):
    doc = korean()(text)
    assert doc.text == text
    starts = [token.idx for token in doc]
    assert starts == sorted(set(starts))
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_a_verb_carries_its_dictionary_form_and_a_particle_stands_alone():
    doc = korean()("등본을 떼줘")
    assert [(token.text, token.lemma_, token.tag_) for token in doc][:3] == [
        ("등본", "등본", "NNP"),
        ("을", "을", "JKO"),
        ("떼", "떼다", "VV"),
    ]
