"""Keeping models: what is written is read back, and whatever is not plain data of ours is refused in one line."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.errors import ConfigError, ModelError
from nlp.store import find_model, read_model, skops_file, write_model, write_toml
from nlp.store.skops_file import pack

PARTS = {
    "weights": np.arange(12, dtype=np.float32).reshape(3, 4),
    "by_column": np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)),
    "grams": np.array(["下一步", "未"]),
    "none": np.zeros((0, 3), np.float32),
    "kinds": ["done", "planned"],
    "options": {"bias": 0.5, "seed": 0, "on": True, "note": None, "空": ""},
    "pair": (1, ("a", 2.5)),
}
CONFIG = {"name": "statements", "seed": 0, "classes": {"done": 3}}


def write(folder: Path, parts: Any = PARTS) -> Path:
    write_model(folder, parts, config=CONFIG, metrics={"macro_f1": 0.5}, card="# 陈述类型\n")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "models" / "statements")


def equal(one: Any, two: Any) -> bool:
    if isinstance(one, np.ndarray):
        return type(two) is np.ndarray and one.dtype == two.dtype and np.array_equal(one, two)
    if isinstance(one, dict):
        return list(one) == list(two) and all(equal(one[key], two[key]) for key in one)
    if isinstance(one, list | tuple):
        return type(one) is type(two) and len(one) == len(two) and all(map(equal, one, two))
    return type(one) is type(two) and one == two


def replace_model(folder: Path, data: bytes) -> None:
    """Put another model file into a folder, its hash into the card, as one who wants it to be taken would."""
    (folder / "model.skops").write_bytes(data)
    card = (folder / "card.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(data).hexdigest()
    (folder / "card.md").write_text(re.sub("[0-9a-f]{64}", digest, card), encoding="utf-8")


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return buffer.getvalue()


def with_schema(node: Any, **files: bytes) -> bytes:
    head = {"__class__": "dict", "__module__": "builtins", "__loader__": "DictNode", "protocol": 2}
    schema = head | {"content": {"a": node}, "key_types": {"content": []}}
    return zipped({"schema.json": json.dumps(schema).encode(), **{f"{k[1:]}.npy": v for k, v in files.items()}})


def array_node(file: str = "1.npy", kind: str = "numpy") -> dict[str, Any]:
    return {"__class__": "ndarray", "__module__": "numpy", "__loader__": "NdArrayNode", "type": kind, "file": file}


def saved(array: np.ndarray, *, allow_pickle: bool = False) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=allow_pickle)
    return buffer.getvalue()


def test_what_is_written_is_read_back(folder: Path) -> None:
    stored = read_model(folder)
    assert equal(PARTS, stored.parts)
    assert stored.config == {"format": 1, **CONFIG}


def test_skops_itself_reads_the_same(folder: Path) -> None:
    import skops.io

    assert skops.io.get_untrusted_types(file=folder / "model.skops") == []
    assert equal(PARTS, skops.io.load(folder / "model.skops", trusted=[]))


def test_reading_imports_neither_skops_nor_sklearn(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from nlp.store import read_model; "
        "read_model(Path(sys.argv[1])); print([m for m in ('skops', 'sklearn', 'scipy') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_equal_parts_give_equal_bytes_in_any_process() -> None:
    code = (
        "import sys, hashlib; import numpy as np; from nlp.store.skops_file import pack; "
        "shared = np.ones(4, 'float32'); "
        "print(hashlib.sha256(pack({'a': shared, 'b': [shared, 'x' * 3, 'xxx']})).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    twin = pack({"a": np.ones(4, "float32"), "b": [np.ones(4, "float32"), "xxx", "xxx"]})
    assert ran.stdout == hashlib.sha256(twin).hexdigest() + "\n"


def test_the_files_are_those_of_the_contract(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["card.md", "config.toml", "metrics.json", "model.skops"]
    assert json.loads((folder / "metrics.json").read_text(encoding="utf-8")) == {"macro_f1": 0.5}
    assert [path.name for path in folder.parent.iterdir()] == ["statements"]


def test_a_model_that_is_there_is_replaced(folder: Path) -> None:
    write(folder, {"weights": np.ones(2, np.float32)})
    assert list(read_model(folder).parts) == ["weights"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"a": {1: "x"}}, "不能存入模型的类型 dict"),
        ({"a": {1, 2}}, "不能存入模型的类型 set"),
        ({"a": np.array([None])}, "不能存入模型的类型 object"),
        ({"a": np.float32(1)}, "不能存入模型的类型 float32"),
        ({"a": np.random.default_rng(0).integers(0, 255, 6_000_000, np.uint8)}, "超过 5,000,000 字节"),
    ],
    ids=["number as key", "set", "objects", "numpy scalar", "too large"],
)
def test_parts_that_cannot_be_kept_are_refused_and_nothing_is_left(tmp_path: Path, parts: Any, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        write(tmp_path / "statements", parts)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"无法写入模型（.+）；请用 --models 另选文件夹"):
        write(tmp_path / "models" / "statements")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nothing: 没有这个模型；请重新安装 duban，或用 duban train 重新训练"):
        read_model(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["model.skops", "card.md", "metrics.json", "config.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: 缺少这个文件；"):
        read_model(folder)


@pytest.mark.parametrize("name", ["card.md", "config.toml"])
@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"= 3"], ids=["no UTF-8", "no such text"])
def test_a_spoilt_text_file_is_refused(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"已损坏|与 card.md 中的校验值不符"):
        read_model(folder)


def test_a_changed_model_is_refused(folder: Path) -> None:
    data = bytearray((folder / "model.skops").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "model.skops").write_bytes(data)
    with pytest.raises(ModelError, match=r"model.skops 被改动过，与 card.md 中的校验值不符；"):
        read_model(folder)


def test_another_format_is_refused(folder: Path) -> None:
    text = (folder / "config.toml").read_text(encoding="utf-8")
    (folder / "config.toml").write_text(text.replace("format = 1", "format = 2"), encoding="utf-8")
    with pytest.raises(ModelError, match="模型的格式是 2，本版本读的是 1；"):
        read_model(folder)


def cut(good: bytes) -> bytes:
    return good[: len(good) // 2]


def bomb(_: bytes) -> bytes:
    return with_schema(array_node(), f1=bytes(70_000_000))


def many(_: bytes) -> bytes:
    return zipped({f"{number}.npy": b"" for number in range(3000)})


def pickled(_: bytes) -> bytes:
    return with_schema(array_node(), f1=saved(np.array([{"a": 1}], dtype=object), allow_pickle=True))


def pickle_beside(_: bytes) -> bytes:
    return zipped({"schema.json": b"{}", "data.pkl": pickle.dumps([1])})


def code(_: bytes) -> bytes:
    return with_schema({"__class__": "system", "__module__": "os", "__loader__": "FunctionNode", "content": "ls"})


def estimator(_: bytes) -> bytes:
    node = {"__class__": "LogisticRegression", "__module__": "sklearn.linear_model", "__loader__": "ObjectNode"}
    return with_schema(node)


def disguised(_: bytes) -> bytes:
    return with_schema({"__class__": "Popen", "__module__": "subprocess", "__loader__": "ListNode", "content": []})


def key_of_code(_: bytes) -> bytes:
    key = {"__class__": "eval", "__module__": "builtins", "__loader__": "TypeNode"}
    node = {"__class__": "dict", "__module__": "builtins", "__loader__": "DictNode", "content": {"1": None}}
    return with_schema(node | {"key_types": {"content": [key]}})


def boastful(_: bytes) -> bytes:
    array = saved(np.zeros(4, np.float32)).replace(b"(4,), }", b"(10000000000000,), }")
    return with_schema(array_node(), f1=array)


def deep(_: bytes) -> bytes:
    return zipped({"schema.json": b"[" * 100_000 + b"]" * 100_000})


def without_schema(_: bytes) -> bytes:
    return zipped({"1.npy": b""})


def list_inside(_: bytes) -> bytes:
    return with_schema({"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": "[1]"})


def not_found(_: bytes) -> bytes:
    return with_schema(array_node("9.npy"))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (cut, "文件已损坏"),
        (bomb, "解压后过大"),
        (many, "解压后过大"),
        (pickled, "不许载入的类型 object"),
        (pickle_beside, "不该有的内容 'data.pkl'"),
        (code, "不许载入的类型 os.system"),
        (estimator, "不许载入的类型 sklearn.linear_model.LogisticRegression"),
        (disguised, "不许载入的类型 subprocess.Popen"),
        (key_of_code, "不许载入的类型 builtins.dict"),
        (boastful, "文件已损坏"),
        (deep, "内容层次过多"),
        (without_schema, "文件已损坏"),
        (list_inside, "不许载入的类型 builtins.str"),
        (not_found, "文件已损坏"),
        (lambda _: b"no zip at all", "文件已损坏"),
        (lambda _: b"", "文件已损坏"),
        (lambda _: bytes(skops_file.LARGEST + 1), "文件过大"),
    ],
    ids=lambda value: value.__name__ if callable(value) else value,
)
def test_a_hostile_model_is_refused_in_one_line(folder: Path, make: Callable[[bytes], bytes], told: str) -> None:
    replace_model(folder, make((folder / "model.skops").read_bytes()))
    with pytest.raises(ModelError, match=told) as refused:
        read_model(folder)
    assert len(str(refused.value).splitlines()) == 1
    assert str(refused.value).endswith("请重新安装 duban，或用 duban train 重新训练")


def test_models_are_those_of_the_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_MODELS", str(folder.parent))
    assert find_model("statements") == folder.parent / "statements"


def test_a_model_that_the_variable_lacks_is_the_installed_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_MODELS", str(folder.parent))
    assert find_model("workstreams").parent.parent != folder.parent.parent


def test_a_variable_that_names_a_folder_without_models_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="其中没有模型；"):
        find_model("statements")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "年终总结.docx"
    mine.write_bytes(b"mine")
    with pytest.raises(ConfigError, match=r"不属于模型的文件（年终总结\.docx），未改动；"):
        write_model(tmp_path, {"a": 1}, config={}, metrics={}, card="")
    assert mine.read_bytes() == b"mine"


def test_numbers_that_are_none_are_refused(folder: Path) -> None:
    replace_model(folder, skops_file.pack({"weights": np.array([1.0, np.nan], "float32")}))
    with pytest.raises(ModelError, match="其中有不是数的数值"):
        read_model(folder)


def test_a_variable_that_names_no_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_MODELS", str(tmp_path / "none"))
    with pytest.raises(ModelError, match=r"DUBAN_MODELS=.+none: 没有这个文件夹；"):
        find_model("statements")


def test_an_installation_without_models_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> Path:
        raise ConfigError(name)

    monkeypatch.delenv("DUBAN_MODELS", raising=False)
    monkeypatch.setattr("nlp.store.find_resource", find)
    with pytest.raises(ModelError, match="models: 安装中没有模型；"):
        find_model("statements")


def test_settings_are_toml_that_reads_back() -> None:
    import tomllib

    table = {"name": '引号"和\\', "on": True, "list": ["a", 2], "classes": {"往年 prior": 3}, "rate": 0.25}
    assert tomllib.loads(write_toml(table)) == table
