"""The bytes of one file: read once, never blocking, or the reason why not."""

from __future__ import annotations

import errno
import os
import stat
from typing import Final

from ..finding import Words

_BLOCK: Final = 1 << 20
_REASONS: Final = {
    errno.ENOENT: Words("it does not exist", "文件不存在"),
    errno.ENOTDIR: Words("a part of its path is a file", "路径中的某一段是文件"),
    errno.EACCES: Words("permission is denied", "没有读取权限"),
    errno.EPERM: Words("permission is denied", "没有读取权限"),
    errno.ELOOP: Words("its symbolic links go in a circle", "符号链接循环"),
    errno.ENAMETOOLONG: Words("its name is too long", "文件名过长"),
    errno.ENXIO: Words("it is a socket or device, not a file", "它是套接字或设备，不是文件"),
}
_OTHER: Final = Words("the system refuses to read it", "系统拒绝读取")
_FOLDER: Final = Words("it is a folder", "它是文件夹")
_NOT_A_FILE: Final = Words("it is a pipe or device, not a file", "它是管道或设备，不是文件")


def file_bytes(path: str, limit: int) -> bytes | int | Words:
    """The bytes of a regular file; its size where that exceeds the limit; else why it cannot be read.

    What the path leads to is opened without waiting and looked at once open, so that neither a pipe
    nor a file that is swapped meanwhile can block or mislead.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        return _REASONS.get(error.errno or 0, _OTHER)
    except ValueError:
        return _REASONS[errno.ENOENT]
    try:
        return _content(handle, limit)
    except OSError as error:
        return _REASONS.get(error.errno or 0, _OTHER)
    finally:
        os.close(handle)


def _content(handle: int, limit: int) -> bytes | int | Words:
    about = os.fstat(handle)
    if stat.S_ISDIR(about.st_mode):
        return _FOLDER
    if not stat.S_ISREG(about.st_mode):
        return _NOT_A_FILE
    if about.st_size > limit:
        return about.st_size
    blocks, size = [], 0
    while size <= limit and (block := os.read(handle, _BLOCK)):
        blocks.append(block)
        size += len(block)
    return size if size > limit else b"".join(blocks)
