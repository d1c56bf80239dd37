import pytest

from nlp.errors import ConfigError
from nlp.resources import find_resource


def test_demo_is_found() -> None:
    assert (find_resource("corpora/demo") / "plan.docx").is_file()


def test_missing_resource_is_explained() -> None:
    with pytest.raises(ConfigError, match="安装中缺少这个文件；请重新安装 duban"):
        find_resource("corpora/nowhere")
