"""Errors by blame: the user's file, the user's settings, our model; each one printable line, in Chinese."""

from __future__ import annotations

import errno

_OS_ERRORS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "正被其他程序占用",
    errno.EIO: "磁盘读写出错",
}


def shown_name(name: object) -> str:
    r"""A file's name as it can be printed: bytes that are no UTF-8 are read as GB18030, line breaks become spaces.

    >>> shown_name("计划.txt"), shown_name("a\nb.txt")
    ('计划.txt', 'a b.txt')
    """
    raw = str(name).encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return " ".join(text.split()) if any(char in text for char in "\r\n\t") else text


def explain_os_error(err: OSError) -> str:
    """What the system says of a file, in Chinese.

    >>> explain_os_error(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    '没有这个文件或文件夹'
    """
    return _OS_ERRORS.get(err.errno or 0, f"系统错误{err.errno}" if err.errno else "系统错误")


class DubanError(Exception):
    """Any error that the program explains in one line; `exit_status` is the command's."""

    exit_status = 2


class InputError(DubanError):
    """A file that cannot be read: the sender or the user has to mend it.

    The line reads `FILE: what is wrong；what to do about it`.

    >>> str(InputError("a.pdf", "文件是空的", "请对方重新发送"))
    'a.pdf: 文件是空的；请对方重新发送'
    """

    exit_status = 3

    def __init__(self, file: object, problem: str, remedy: str) -> None:
        self.file = shown_name(file)
        super().__init__(f"{self.file}: {problem}；{remedy}")
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        return type(self), (self.file, self.problem, self.remedy)


class ConfigError(DubanError):
    """A setting, lexicon or argument that does not make sense: the caller has to mend it."""


class ModelError(DubanError):
    """A model that is missing, changed or not allowed: we or the installer have to mend it."""
