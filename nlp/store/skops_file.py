"""Write a model's parts as a skops file that is the same bytes every time, and read one without running anything.

A skops file is a zip with a `schema.json` and one `.npy` for each array. It is written by skops, then put in order:
skops names things by where they stood in memory. It is read by the few lines below, so that neither skops nor
scikit-learn is imported where a model is only used, and nothing but plain data can come out of it.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

Parts = Mapping[str, Any]
"""A model as dicts with text keys, lists, tuples, text, numbers, True, False, None and numpy arrays."""

LARGEST = 5_000_000  # bytes of a file
MOST = 64_000_000  # bytes that it may hold when unpacked
ENTRIES = 2_000
WHEN = (1980, 1, 1, 0, 0, 0)
SCHEMA = "schema.json"

_PLAIN = (str, int, float, bool, type(None))
_KINDS = "fiubU"  # of numpy's types: numbers, truth values and text, never objects
_ARRAY = re.compile(r"[0-9]+\.npy")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error, RuntimeError, NotImplementedError),
    *(KeyError, TypeError, ValueError, AttributeError, OverflowError, MemoryError, SyntaxError),
)


class RefusedError(Exception):
    """Why a file is not read, or parts are not written, in Chinese."""


def pack(parts: Parts) -> bytes:
    """The parts as a skops file; equal parts give equal bytes, whatever the process.

    Raises RefusedError for a type that is not allowed, and where the file would be larger than LARGEST.
    """
    import skops.io

    _check(parts)
    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(parts))) as raw:
        schema = json.loads(raw.read(SCHEMA))
        arrays: list[bytes] = []
        numbers = count(1)
        for node in _nodes(schema):
            node["__id__"] = next(numbers)
            if "file" in node:
                arrays.append(raw.read(node["file"]))
                node["file"] = f"{len(arrays)}.npy"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as ordered:
        text = json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()
        for name, data in ((SCHEMA, text), *((f"{at}.npy", array) for at, array in enumerate(arrays, 1))):
            entry = zipfile.ZipInfo(name, WHEN)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            ordered.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    if buffer.tell() > LARGEST:
        raise RefusedError(f"模型有 {buffer.tell():,} 字节，超过 {LARGEST:,} 字节")
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, Any]:
    """The parts in a skops file's bytes.

    Raises RefusedError where it is broken, unpacks to more than MOST, or holds anything that is not plain data.

    >>> import numpy
    >>> parts = unpack(pack({"words": ["督办", None], "weights": numpy.ones(2, "float32"), "shape": (1, 2.5, True)}))
    >>> parts["words"], parts["weights"].tolist(), parts["shape"]
    (['督办', None], [1.0, 1.0], (1, 2.5, True))
    """
    if len(data) > LARGEST:
        raise RefusedError("文件过大")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            entries = source.infolist()
            if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > MOST:
                raise RefusedError("解压后过大")
            for entry in entries:
                if entry.filename != SCHEMA and not _ARRAY.fullmatch(entry.filename):
                    raise RefusedError(f"其中有不该有的内容 {entry.filename!r}")
            parts = _value(json.loads(source.read(SCHEMA)), source)
    except RecursionError:
        raise RefusedError("内容层次过多") from None
    except _BROKEN:
        raise RefusedError("文件已损坏") from None
    if type(parts) is not dict:
        raise RefusedError("文件已损坏")
    return parts


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every node of a schema that skops numbers, in the order of the file."""
    if isinstance(node, dict):
        if "__id__" in node:
            yield node
        for key, value in node.items():
            if key != "__id__":
                yield from _nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value)


def _value(node: Any, source: zipfile.ZipFile) -> Any:
    """The value of a node: the allowed kinds of nodes are those that are named here."""
    kind = (node["__loader__"], f"{node['__module__']}.{node['__class__']}")
    match kind:
        case ("JsonNode", "builtins.str"):
            plain = json.loads(node["content"])
            if type(plain) in _PLAIN:
                return plain
        case ("DictNode", "builtins.dict"):
            keys = {(key["__loader__"], key["__module__"], key["__class__"]) for key in node["key_types"]["content"]}
            if keys <= {("TypeNode", "builtins", "str")}:
                return {str(key): _value(value, source) for key, value in node["content"].items()}
        case ("ListNode", "builtins.list"):
            return [_value(value, source) for value in node["content"]]
        case ("TupleNode", "builtins.tuple"):
            return tuple(_value(value, source) for value in node["content"])
        case ("NdArrayNode", "numpy.ndarray") if node["type"] == "numpy":
            return _array(source.read(node["file"]))
    raise RefusedError(f"其中有不许载入的类型 {kind[1]}")


def _array(data: bytes) -> Any:
    """The array in the bytes of a `.npy` file; numpy's own reader would take objects and trust a stated size."""
    import numpy as np

    stream = io.BytesIO(data)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("version of .npy")
    shape, by_column, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype.hasobject or dtype.kind not in _KINDS:
        raise RefusedError(f"其中有不许载入的类型 {dtype}")
    flat = np.frombuffer(data, dtype, offset=stream.tell())
    if dtype.kind == "f" and not np.isfinite(flat).all():
        raise RefusedError("其中有不是数的数值")
    return flat.reshape(shape, order="F" if by_column else "C")


def _check(value: Any) -> None:
    import numpy as np

    if isinstance(value, dict) and type(value) is dict and all(type(key) is str for key in value):
        for part in value.values():
            _check(part)
    elif type(value) in (list, tuple):
        for part in value:
            _check(part)
    elif type(value) is np.ndarray:
        if value.dtype.hasobject or value.dtype.kind not in _KINDS:
            raise RefusedError(f"不能存入模型的类型 {value.dtype}")
    elif type(value) not in _PLAIN:
        raise RefusedError(f"不能存入模型的类型 {type(value).__name__}")
