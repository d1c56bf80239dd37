"""Finding a text again: what counts as the same words, and what is close and yet another text."""

from __future__ import annotations

import pytest

from nlp.cover.reviewed.same_text import find_texts, is_altered, key_of

SAID = "10月10日，中心与物资站一起组织清淤安全培训，参训人员全部到场签字并当场领取操作手册。"


@pytest.mark.parametrize(
    "text",
    [
        "一、签订 责任书，共12份。",
        "（一）签订责任书,共12份",
        "1.签订责任书，共１２份。",
        "1.2.3 签订责任书、共12份；",
        "①签订责任书，\n共12份。",
        "一是签订“责任书”，共12份。",
        "● （3）签订责任书，共12份",
        "第三条　签订责任书，共12份。",
    ],
)
def test_copies_have_one_key(text: str) -> None:
    assert key_of(text) == "签订责任书共12份"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("3.5公里护栏", "3.5公里护栏"),
        ("12项工作", "12项工作"),
        ("1,000元", "1000元"),
        ("3、5月", "3.5月"),
        ("完成率98.5％", "完成率98.5%"),
        ("……", ""),
    ],
)
def test_numbers_stay_whole(text: str, key: str) -> None:
    assert key_of(text) == key


@pytest.mark.parametrize("text", ["一、（二）3.签订责任书。", "（一）（一）开展谈话3.5次", SAID])
def test_a_key_is_its_own_key(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)


def how(wanted: str, *texts: str) -> str:
    (found,) = find_texts([wanted], texts)
    return found.how


def test_the_same_words_may_stand_twice() -> None:
    (found,) = find_texts(["开展谈话"], ["（一）开展谈话。", "别的。", "2.开展谈话；"])
    assert (found.how, found.texts) == ("same", (0, 2))


def test_a_small_edit_is_near() -> None:
    assert how(SAID, "别的。", SAID.replace("一起组织", "共同组织")) == "near"


def test_two_that_are_as_near_are_not_chosen_from() -> None:
    assert how(SAID, SAID.replace("一起", "共同"), SAID.replace("到场", "到会")) == "several"


@pytest.mark.parametrize(
    ("old", "new"),
    [("10月10日", "10月16日"), ("全部到场", "未全部到场"), ("中心与", "中心将与"), ("清淤", "部分清淤")],
)
def test_another_number_or_sense_is_another_text(old: str, new: str) -> None:
    assert how(SAID, SAID.replace(old, new)) == "altered"
    assert is_altered(key_of(SAID), key_of(SAID.replace(old, new)))


def test_another_text_is_not_near() -> None:
    assert how(SAID, "10月10日，物资站对清淤安全培训的情况作了通报，参训人员的名单由中心汇总。") == "gone"


def test_a_part_of_one_longer_text() -> None:
    wanted = "组织清淤安全培训，参训人员全部到场"
    assert how(wanted, SAID) == "part"
    assert how(wanted, SAID, f"会上通报，{SAID}") == "several"


def test_a_part_that_is_denied_is_not_found() -> None:
    assert how("组织清淤安全培训和考核", "物资站未组织清淤安全培训和考核。") == "gone"


def test_a_short_text_is_not_looked_for_in_others() -> None:
    assert how("安全培训", SAID) == "gone"


def test_two_sentences_that_stand_apart() -> None:
    (found,) = find_texts(["已查3座。已修2座。"], ["已修2座。", "别的。", "已查3座。"])
    assert (found.how, found.texts) == ("split", (2, 0))


@pytest.mark.parametrize("wanted", ["", "。。", "\n"])
def test_nothing_is_nowhere(wanted: str) -> None:
    assert how(wanted, "", "。", "开展谈话。") == "gone"


def test_each_of_many_like_texts_is_found_by_what_is_its_own() -> None:
    texts = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}站第{n}组逐一核对清淤台账并签字确认" for n in range(3_000)]
    found = find_texts([text.replace("签字", "签名") for text in texts[100:200]], texts)
    assert [one.texts for one in found] == [(n,) for n in range(100, 200)]


def test_a_text_like_too_many_is_not_chosen_for() -> None:
    texts = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}站第{n}组逐一核对清淤台账并签字确认" for n in range(3_000)]
    assert how(texts[7].replace("签字", "签名"), *texts) == "several"
