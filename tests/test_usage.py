"""Wrong calls are explained in Chinese, whatever the command-line library says of them."""

import pytest

from nlp.usage import explain_usage


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Missing argument 'PLAN'.", "缺少参数 PLAN"),
        ("No such option: --xyz Did you mean --year?", "没有 --xyz 这个选项"),
        ("Got unexpected extra argument(s) (b c)", "多出了参数 b c"),
        ("Got unexpected extra arguments (b c)", "多出了参数 b c"),
        ("Option '-o' requires an argument.", "选项 -o 后面缺少值"),
        ("Option '--summary' does not take a value.", "选项 --summary 后面不带值"),
        (
            "Invalid value for '--fail-under': Input should be less than or equal to 100",
            "--fail-under 的值不能大于 100",
        ),
        ("Invalid value for '--fail-under': Input should be greater than or equal to 0", "--fail-under 的值不能小于 0"),
        ("Invalid value for '--year': Input should be a valid integer, unable to parse", "--year 的值不是数字"),
        ("Invalid value for '--year': odd", "--year 的值不对（odd）"),
        ("Invalid value for '-o' / '--out': odd", "-o 的值不对（odd）"),
        ("Quite another\n line.", "Quite another line"),
    ],
)
def test_line_is_said_in_chinese(line: str, told: str) -> None:
    assert explain_usage(line) == told
