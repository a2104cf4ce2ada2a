"""Tells the desktop of Linux something over its session bus. Made on the GUI thread, used on its own lane.

The session bus is a socket in this computer's file system, never a network connection: no address of another
kind is used. Where there is no bus, or nobody listens, nothing happens; no answer is waited for.

By the desktop's own libdbus: QtDBus was tried, and can neither make every kind of number that is needed here
nor wait for a slow desktop without stopping all other threads of Python.
Source: the D-Bus specification; dbus/dbus-message.h, dbus-connection.h and dbus-bus.h for the functions.
"""

import contextlib
import ctypes
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6.QtGui import QGuiApplication

LIBRARY = "libdbus-1.so.3"
LAUNCHER = "com.canonical.Unity.LauncherEntry"
LAUNCHER_PATH = "/com/canonical/unity/launcherentry/desktop_rag"
NOTIFICATIONS = "org.freedesktop.Notifications"
NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"
_DESKTOPS = ("xcb", "wayland")
"""Qt's names for where there is a desktop at all; without a screen there is none."""
_ITERATOR_BYTES = 256
"""A `DBusMessageIter` has fewer than half as many."""
_BOTH_WAYS = 2
"""SHUT_RDWR of sys/socket.h."""
_AS_IT_LIKES = -1
_NEW = 0


_Basic = ctypes.c_char_p | ctypes.c_uint32 | ctypes.c_int32 | ctypes.c_double


def session_address(environment: Mapping[str, str] = os.environ) -> str:
    """Where the session bus listens in the file system, or nothing."""
    named = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    if named:
        return ";".join(each for each in named.split(";") if each.startswith("unix:"))
    usual = Path(environment.get("XDG_RUNTIME_DIR", "/nowhere")) / "bus"
    return f"unix:path={usual}" if usual.exists() else ""


def has_desktop() -> bool:
    return QGuiApplication.platformName().startswith(_DESKTOPS)


class DesktopBus:
    """One connection, made when it is first needed, for one thread; nothing here raises.

    It may be left open to the end of the process, which the bus notices.
    """

    def __init__(self, find_address: Callable[[], str] = session_address) -> None:
        self._find_address = find_address
        self._library: ctypes.CDLL | None = None
        self._connection: int | None = None
        self._tried = False
        self._socket: int | None = None
        self._lock = threading.Lock()
        self._given_up = False

    def give_up(self) -> None:
        """From any thread: what waits for a desktop that does not answer is let go at once, and nothing more
        is said. The program ends, and must not wait for it."""
        with self._lock:
            self._given_up = True
            _shut(self._socket)

    def show_progress(self, desktop_file: str, share: float | None) -> None:
        """On the icon of the program in docks that know this; None takes it away."""
        if (library := self._open()) is None:
            return
        message = library.dbus_message_new_signal(LAUNCHER_PATH.encode(), LAUNCHER.encode(), b"Update")
        arguments = _Arguments(library, message)
        arguments.text(f"application://{desktop_file}.desktop")
        with arguments.dictionary() as entries:
            entries.entry("progress", share or 0.0)
            entries.entry("progress-visible", share is not None)
        self._send(library, message)

    def notify(self, title: str, text: str, desktop_file: str) -> None:
        """A notification without a sound, named after the program."""
        if (library := self._open()) is None:
            return
        message = library.dbus_message_new_method_call(
            NOTIFICATIONS.encode(), NOTIFICATIONS_PATH.encode(), NOTIFICATIONS.encode(), b"Notify"
        )
        library.dbus_message_set_no_reply(message, 1)
        arguments = _Arguments(library, message)
        arguments.text("Desktop RAG")
        arguments.basic(b"u", ctypes.c_uint32(_NEW))
        for words in (desktop_file, title, text):
            arguments.text(words)
        arguments.no_texts()
        with arguments.dictionary() as entries:
            entries.entry("suppress-sound", True)
            entries.entry("desktop-entry", desktop_file)
        arguments.basic(b"i", ctypes.c_int32(_AS_IT_LIKES))
        self._send(library, message)

    def close(self) -> None:
        """On the thread that used it."""
        connection, self._connection = self._connection, None
        if self._library is not None and connection:
            self._library.dbus_connection_close(connection)
            self._library.dbus_connection_unref(connection)
        self._leave_socket()

    def _send(self, library: ctypes.CDLL, message: int) -> None:
        library.dbus_connection_send(self._connection, message, None)
        library.dbus_connection_flush(self._connection)
        library.dbus_message_unref(message)

    def _open(self) -> ctypes.CDLL | None:
        """Tried once: a desktop without a bus gets none while the program runs."""
        if not self._tried:
            self._tried = True
            address = self._find_address()
            self._library = _load() if address else None
            if self._library is not None:
                self._connection = self._connected(self._library, address)
        return self._library if self._connection and not self._given_up else None

    def _connected(self, library: ctypes.CDLL, address: str) -> int | None:
        connection = library.dbus_connection_open_private(address.encode("utf-8", "replace"), None)
        if not connection:
            return None
        library.dbus_connection_set_exit_on_disconnect(connection, 0)
        self._keep_socket(library, connection)
        registered = _registered(library, connection)
        if registered is None:
            self._leave_socket()
        return registered

    def _keep_socket(self, library: ctypes.CDLL, connection: int) -> None:
        """A number of our own for the connection's socket: shut, it ends every wait for the other side."""
        number = ctypes.c_int()
        if not library.dbus_connection_get_unix_fd(connection, ctypes.byref(number)):
            return
        with self._lock:
            self._socket = os.dup(number.value)
            if self._given_up:
                _shut(self._socket)

    def _leave_socket(self) -> None:
        with self._lock:
            if self._socket is not None:
                os.close(self._socket)
                self._socket = None


def _shut(number: int | None) -> None:
    """By the C library, since no part of the window may import what could open a connection."""
    if number is not None:
        ctypes.CDLL(None).shutdown(number, _BOTH_WAYS)


def _registered(library: ctypes.CDLL, connection: int) -> int | None:
    """Waits for the bus, half a minute at most by libdbus' own limit."""
    if library.dbus_bus_register(connection, None):
        return connection
    library.dbus_connection_close(connection)
    library.dbus_connection_unref(connection)
    return None


def _load() -> ctypes.CDLL | None:
    """While one of its functions runs, other threads of Python go on."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        return None
    thing, text, flag = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32
    for name, result, arguments in (
        ("dbus_connection_open_private", thing, (text, thing)),
        ("dbus_connection_set_exit_on_disconnect", None, (thing, flag)),
        ("dbus_connection_get_unix_fd", flag, (thing, thing)),
        ("dbus_bus_register", flag, (thing, thing)),
        ("dbus_connection_send", flag, (thing, thing, thing)),
        ("dbus_connection_flush", None, (thing,)),
        ("dbus_connection_close", None, (thing,)),
        ("dbus_connection_unref", None, (thing,)),
        ("dbus_message_new_signal", thing, (text, text, text)),
        ("dbus_message_new_method_call", thing, (text, text, text, text)),
        ("dbus_message_set_no_reply", None, (thing, flag)),
        ("dbus_message_unref", None, (thing,)),
        ("dbus_message_iter_init_append", None, (thing, thing)),
        ("dbus_message_iter_append_basic", flag, (thing, ctypes.c_int, thing)),
        ("dbus_message_iter_open_container", flag, (thing, ctypes.c_int, text, thing)),
        ("dbus_message_iter_close_container", flag, (thing, thing)),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class _Arguments:
    """Writes the arguments of a message one after the other, each with its D-Bus type."""

    def __init__(self, library: ctypes.CDLL, message: int | None = None) -> None:
        self._library = library
        self._place = ctypes.create_string_buffer(_ITERATOR_BYTES)
        if message is not None:
            library.dbus_message_iter_init_append(message, self._place)

    def text(self, words: str) -> None:
        # What is no UTF-8, or has an end in its middle, would be refused.
        held = ctypes.c_char_p(words.replace("\0", "").encode("utf-8", "replace"))
        self.basic(b"s", held)

    def basic(self, kind: bytes, value: _Basic) -> None:
        self._library.dbus_message_iter_append_basic(self._place, ord(kind), ctypes.byref(value))

    def no_texts(self) -> None:
        """An empty list of texts."""
        with self.container(b"a", b"s"):
            pass

    @contextlib.contextmanager
    def dictionary(self) -> Iterator["_Arguments"]:
        """Of texts to values of any kind."""
        with self.container(b"a", b"{sv}") as entries:
            yield entries

    def entry(self, name: str, value: str | bool | float) -> None:
        with self.container(b"e", None) as entry:
            entry.text(name)
            if isinstance(value, str):
                with entry.container(b"v", b"s") as inside:
                    inside.text(value)
            elif isinstance(value, bool):
                with entry.container(b"v", b"b") as inside:
                    inside.basic(b"b", ctypes.c_uint32(value))
            else:
                with entry.container(b"v", b"d") as inside:
                    inside.basic(b"d", ctypes.c_double(value))

    @contextlib.contextmanager
    def container(self, kind: bytes, holds: bytes | None) -> Iterator["_Arguments"]:
        inside = _Arguments(self._library)
        self._library.dbus_message_iter_open_container(self._place, ord(kind), holds, inside._place)
        yield inside
        self._library.dbus_message_iter_close_container(self._place, inside._place)
