import pytest

from nlp.errors import InputError
from nlp.parse.encoding import LOST, decode

SENTENCE = "严格执行请示报告制度，每半年报告一次，6月底前完成。"
TRADITIONAL = "嚴格執行請示報告制度，每半年報告。"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"],
)
@pytest.mark.parametrize(
    "text", [SENTENCE, "严格执行请示报告制度", "A plan: " + SENTENCE], ids=["sentence", "letters alone", "with ASCII"]
)
def test_every_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("text", [TRADITIONAL, "督辦事項"], ids=["sentence", "four letters"])
def test_big5_is_not_taken_for_gbk(text: str) -> None:
    assert decode(text.encode("big5"), "a.txt") == text


def test_gbk_that_could_be_utf_8() -> None:
    assert decode("联通".encode("gbk"), "a.txt") == "联通"


def test_letters_of_four_bytes() -> None:
    assert decode(("\U00020bb7㙍县" + SENTENCE).encode("gb18030"), "a.txt") == "\U00020bb7㙍县" + SENTENCE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_in_a_letter_is_read_up_to_there(encoding: str) -> None:
    text = SENTENCE + "完"
    assert decode(text.encode(encoding)[:-1], "a.txt") == SENTENCE + LOST


def test_one_broken_byte_is_one_lost_letter() -> None:
    data = SENTENCE.encode()
    assert decode(data[:30] + b"\xff" + data[30:], "a.txt") == SENTENCE[:10] + LOST + SENTENCE[10:]


@pytest.mark.parametrize(
    "data", [(SENTENCE + "\0\0").encode(), SENTENCE.encode() + bytes(300)], ids=["few", "filled up"]
)
def test_nuls_are_dropped(data: bytes) -> None:
    assert decode(data, "a.txt") == SENTENCE


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x00\xff\xfe\x03\x00" * 10, bytes(range(256)) * 20], ids=["few", "all bytes"]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.txt: 这不是文本文件"):
        decode(data, "a.txt")
