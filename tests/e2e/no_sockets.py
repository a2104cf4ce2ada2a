"""Runs a program that dies, with all it starts, at the first socket: `no_sockets.py PROGRAM ARGUMENT…`.

A seccomp filter, inherited by every child: opening a socket of any kind ends the process with SIGSYS, and so
does io_uring, which could open one past the filter. Linux on x86-64 and ARM only.
Source of the numbers: linux/seccomp.h, linux/audit.h and the systems' syscall tables.
"""

import ctypes
import os
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
KILL_PROCESS, ALLOW = 0x8000_0000, 0x7FFF_0000
NUMBER_OFFSET, ARCHITECTURE_OFFSET = 0, 4
IO_URING_SETUP = 425
SOCKET = {"x86_64": (0xC000_003E, 41), "aarch64": (0xC000_00B7, 198)}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def supported() -> bool:
    return sys.platform == "linux" and platform.machine() in SOCKET


def forbid_sockets() -> None:
    """From here on, for this process and all it starts."""
    architecture, socket = SOCKET[platform.machine()]
    steps = [
        (LOAD, 0, 0, ARCHITECTURE_OFFSET),
        (EQUAL, 0, 3, architecture),  # another architecture's numbers: kill
        (LOAD, 0, 0, NUMBER_OFFSET),
        (EQUAL, 1, 0, socket),
        (EQUAL, 0, 1, IO_URING_SETUP),
        (RETURN, 0, 0, KILL_PROCESS),
        (RETURN, 0, 0, ALLOW),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(steps), code)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the filter could not be set")


if __name__ == "__main__":
    forbid_sockets()
    os.execv(sys.argv[1], sys.argv[1:])
