"""Find the files that come with the program: name to path, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from nlp.errors import ConfigError

_PACKAGE = Path(__file__).parent


def find_resource(name: str) -> Path:
    """The path of a file or folder that ships with the program, such as `corpora/demo` or `models`.

    Raises ConfigError where it is not there: the installation is damaged.

    >>> find_resource("corpora/demo").name
    'demo'
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise ConfigError(f"{name}: 安装中缺少这个文件；请重新安装 duban")
