"""Progress on the window's button in the task bar of Windows, by COM and without a library. GUI thread.

Source: ITaskbarList3 in shobjidl_core.h of the Windows SDK, from which the identifiers, the order of the
methods and the flags are taken. Qt has initialised COM on this thread.
"""

import ctypes
import logging
import sys
import uuid
from typing import Any

assert sys.platform == "win32"  # noqa: S101 - tells the type checker that the rest is for Windows alone

logger = logging.getLogger(__name__)

CLASS_TASKBAR_LIST = uuid.UUID("56FDF344-FD6D-11D0-958A-006097C9A090")
INTERFACE_TASKBAR_LIST_3 = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
IN_PROCESS = 1
RELEASE, HR_INIT, SET_PROGRESS_VALUE, SET_PROGRESS_STATE = 2, 3, 9, 10
"""Places in the table of methods: those of IUnknown, ITaskbarList and ITaskbarList2 come first."""
NO_PROGRESS, INDETERMINATE, NORMAL = 0, 1, 2
STEPS = 1000


class WindowsTaskBar:
    """`show` and `clear` do nothing where the task bar has no progress."""

    def __init__(self) -> None:
        self._list = _created()

    def show(self, window: int, share: float | None) -> None:
        """`window` is the handle that Qt calls `winId`; None is work whose length is not known."""
        handle = ctypes.c_void_p(window)
        self._call(SET_PROGRESS_STATE, handle, ctypes.c_int(INDETERMINATE if share is None else NORMAL))
        if share is not None:
            done, total = ctypes.c_ulonglong(round(share * STEPS)), ctypes.c_ulonglong(STEPS)
            self._call(SET_PROGRESS_VALUE, handle, done, total)

    def clear(self, window: int) -> None:
        self._call(SET_PROGRESS_STATE, ctypes.c_void_p(window), ctypes.c_int(NO_PROGRESS))

    def close(self) -> None:
        self._call(RELEASE)
        self._list = None

    def _call(self, place: int, *arguments: Any) -> None:  # ctypes' own values
        if self._list is not None:
            _call(self._list, place, *arguments)


def _created() -> ctypes.c_void_p | None:
    made = ctypes.c_void_p()
    try:
        result = ctypes.windll.ole32.CoCreateInstance(
            ctypes.byref(_guid(CLASS_TASKBAR_LIST)),
            None,
            ctypes.c_ulong(IN_PROCESS),
            ctypes.byref(_guid(INTERFACE_TASKBAR_LIST_3)),
            ctypes.byref(made),
        )
    except OSError:
        logger.info("no progress in the task bar", exc_info=True)
        return None
    if result < 0 or not made.value:
        return None
    if _call(made, HR_INIT) < 0:
        _call(made, RELEASE)
        return None
    return made


def _call(instance: ctypes.c_void_p, place: int, *arguments: Any) -> int:  # ctypes' own values
    """A method by its place in the instance's table; the instance is its first argument. An HRESULT."""
    table = ctypes.cast(instance, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
    kinds: list[Any] = [ctypes.c_void_p, *(type(each) for each in arguments)]
    method = ctypes.WINFUNCTYPE(ctypes.c_long, *kinds)(table[place])
    return int(method(instance, *arguments))


def _guid(value: uuid.UUID) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(value.bytes_le, 16)
