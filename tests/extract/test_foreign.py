"""Whether a text is written in another language than Chinese."""

from __future__ import annotations

import time

import pytest

from nlp.extract.foreign import is_foreign

CHINESE = "3月15日召开全面从严治党部署会，审定责任清单5类36条，与中层干部签订责任书41份。"
TRADITIONAL = "三月召開黨風廉政建設專題會議，簽訂責任書二十二份，責任單位為黨群服務站，並報局機關紀委備案。"
ENGLISH = "In March the office held a meeting on integrity, signed 22 pledges and reported to the bureau."
RUSSIAN = "В марте управление провело совещание и подписало 22 обязательства о добросовестной работе."
JAPANESE = "三月に会議を開催し、責任書二十二通に署名しました。今後も引き続き努力してまいります。"
KOREAN = "삼월에 회의를 개최하고 책임서 스물두 통에 서명하였으며 앞으로도 계속 노력하겠습니다 감사합니다."
TIBETAN = "ལས་ཁུངས་ཀྱིས་ཟླ་བ་གསུམ་པར་ཚོགས་འདུ་འཚོགས་ནས་འགན་ཡིག་ལ་མིང་རྟགས་བཀོད་པ་རེད།"
UYGHUR = "ئىدارە ئۈچىنچى ئايدا يىغىن ئېچىپ مەسئۇلىيەت خېتىگە قول قويدى ۋە دوكلات يوللىدى."


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, JAPANESE, KOREAN, TIBETAN, UYGHUR])
def test_another_language_is_foreign(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize("text", [CHINESE, TRADITIONAL, CHINESE + ENGLISH, CHINESE + JAPANESE[:12]])
def test_chinese_is_not_foreign(text: str) -> None:
    assert not is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t",
        "1 2 3 4.5 60% 1,024 2023-05-01\n" * 20,
        "No\tQty\tSum\n" + "A-12\t305\t8820.50\n" * 40,
        "OK",
        "□□□■■……———",
        "附件：https://example.org/a/very/long/address/of/a/page/that/nobody/reads/at/all.html",
    ],
)
def test_what_has_no_language_is_not_foreign(text: str) -> None:
    assert not is_foreign(text)


def test_chinese_names_in_an_english_report_do_not_make_it_chinese() -> None:
    assert is_foreign(ENGLISH + "（警示教育）")


def test_foreign_names_in_a_chinese_report_do_not_make_it_foreign() -> None:
    assert not is_foreign(CHINESE + "使用WPS Office、Excel和Photoshop软件，通过OA和APP上报。")


def test_a_huge_text_is_read_in_seconds() -> None:
    start = time.perf_counter()
    assert is_foreign(ENGLISH * 50_000)
    assert time.perf_counter() - start < 20
