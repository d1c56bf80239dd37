"""Keep a model in a folder with its card, its figures and its settings: parts to files, and those files to parts.

`models/NAME/` holds `model.skops`, `card.md` with the hash of that file, `metrics.json` and `config.toml`. What comes
out is plain data: arrays, text, numbers, lists, dicts. A file that was changed, is broken or holds anything else is
refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ConfigError, ModelError, explain_os_error
from nlp.resources import find_resource
from nlp.store.skops_file import LARGEST, Parts, RefusedError, pack, unpack

FORMAT = 1
MODELS = "DUBAN_MODELS"
FILES = ("model.skops", "card.md", "metrics.json", "config.toml")
REMEDY = "请重新安装 duban，或用 duban train 重新训练"

_HASH = re.compile(r"SHA-256：`([0-9a-f]{64})`")


@dataclass(frozen=True, slots=True)
class Stored:
    """A model as it was read: its parts and its settings."""

    parts: dict[str, Any]
    config: dict[str, Any]


def write_model(
    folder: Path, parts: Parts, *, config: Mapping[str, Any], metrics: Mapping[str, Any], card: str
) -> None:
    """Write a model's folder, as a whole or not at all; one that is there is replaced once the new one can be read.

    `config` is a mapping of text, numbers, lists of them, and tables of these; the number of the format is added.
    `card` is Markdown, to which the hash of the model file is added. Equal arguments give equal bytes.

    Raises ModelError for parts that cannot be kept, ConfigError as `check_folder` does.
    """
    check_folder(folder)
    try:
        model = pack(parts)
    except RefusedError as err:
        raise ModelError(f"{folder}: {err}；请改动训练的做法") from None
    digest = hashlib.sha256(model).hexdigest()
    texts = {
        "card.md": f"{card.rstrip()}\n\n## 校验\n\nmodel.skops 的 SHA-256：`{digest}`\n",
        "metrics.json": json.dumps(metrics, ensure_ascii=False, indent=2) + "\n",
        "config.toml": write_toml({"format": FORMAT, **config}),
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".duban-", dir=folder.parent) as scratch:
            new, old = Path(scratch, "new"), Path(scratch, "old")
            new.mkdir()
            (new / "model.skops").write_bytes(model)
            for name, text in texts.items():
                (new / name).write_text(text, encoding="utf-8", newline="\n")
            read_model(new)
            if folder.exists():
                folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                if old.exists():
                    old.rename(folder)
                raise
            shutil.rmtree(old, ignore_errors=True)
    except OSError as err:
        raise ConfigError(f"{folder}: 无法写入模型（{explain_os_error(err)}）；请用 --models 另选文件夹") from None


def check_folder(folder: Path) -> None:
    """Raise ConfigError where a model's folder could not be written, or holds anything but an earlier model's files."""
    remedy = "请用 --models 另选文件夹"
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder}: 无法写入模型（同名的是文件）；{remedy}")
    others = sorted(path.name for path in folder.glob("*") if path.name not in FILES)
    if others:
        raise ConfigError(f"{folder}: 其中有不属于模型的文件（{others[0]}），未改动；{remedy}")
    above = next(path for path in (folder, *folder.parents) if path.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise ConfigError(f"{folder}: 无法写入模型（没有权限，或上级不是文件夹）；{remedy}")


def read_model(folder: Path) -> Stored:
    """The model in a folder.

    Raises ModelError where the folder or one of its files is missing, the model file is not the one that the card
    names, is broken or holds anything but plain data, or the format is another version's.
    """
    if not folder.is_dir():
        raise ModelError(f"{folder}: 没有这个模型；{REMEDY}")
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        raise ModelError(f"{folder / missing[0]}: 缺少这个文件；{REMEDY}")
    try:
        config = tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))
        stated = _HASH.search((folder / "card.md").read_text(encoding="utf-8"))
        with (folder / "model.skops").open("rb") as file:
            model = file.read(LARGEST + 1)
    except OSError as err:
        raise ModelError(f"{folder}: 模型无法读取（{explain_os_error(err)}）；{REMEDY}") from None
    except ValueError:
        raise ModelError(f"{folder}: config.toml 或 card.md 已损坏；{REMEDY}") from None
    if config.get("format") != FORMAT:
        raise ModelError(f"{folder}: 模型的格式是 {config.get('format')}，本版本读的是 {FORMAT}；{REMEDY}")
    if stated is None or stated[1] != hashlib.sha256(model).hexdigest():
        raise ModelError(f"{folder}: model.skops 被改动过，与 card.md 中的校验值不符；{REMEDY}")
    try:
        return Stored(unpack(model), config)
    except RefusedError as err:
        raise ModelError(f"{folder}: model.skops 不能使用，{err}；{REMEDY}") from None


def find_model(name: str) -> Path:
    """The folder of the model that holds for this process.

    It is in the folder that the environment variable DUBAN_MODELS names, where one of that name is there, else the
    installed one.

    Raises ModelError where there is none, or the folder named holds no model at all.
    """
    if named := os.environ.get(MODELS):
        folder = Path(named)
        if not any(folder.glob("*/config.toml")):
            problem = "其中没有模型" if folder.is_dir() else "没有这个文件夹"
            raise ModelError(f"{MODELS}={named}: {problem}；请改为 duban train 写出的模型文件夹，或清除这个变量")
        if (folder / name).is_dir():
            return folder / name
    try:
        return find_resource("models") / name
    except ConfigError:
        raise ModelError(f"models: 安装中没有模型；{REMEDY}") from None


def write_toml(table: Mapping[str, Any]) -> str:
    """A mapping as TOML: text, numbers, truth values, lists of these, and tables of them one level down.

    >>> print(write_toml({"name": "statements", "classes": {"done": 3, "往年": 2}}), end="")
    name = "statements"
    <BLANKLINE>
    [classes]
    done = 3
    "往年" = 2
    """
    lines = [f"{_key(key)} = {_toml(value)}" for key, value in table.items() if not isinstance(value, Mapping)]
    for name, inner in table.items():
        if isinstance(inner, Mapping):
            lines += ["", f"[{_key(name)}]", *(f"{_key(key)} = {_toml(value)}" for key, value in inner.items())]
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml(key)


def _toml(value: Any) -> str:
    """JSON's text, numbers, truth values and lists are TOML's."""
    return json.dumps(value, ensure_ascii=False)
