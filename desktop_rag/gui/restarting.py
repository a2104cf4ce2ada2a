"""Ends the program and starts it again, for what counts from the next start on. GUI thread.

The new one is started when the old one has let go of the library, so that the two never meet.
"""

import sys

from PySide6.QtCore import QCoreApplication, QProcess
from PySide6.QtWidgets import QWidget

from desktop_rag.runtime import program_command

_WANTED = "desktopRagRestart"


def restart(window: QWidget) -> None:
    """Closes `window` as its own button does; whoever ran it then calls `start_again_if_wanted`."""
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(_WANTED, True)
    if not window.close() and application is not None:
        application.setProperty(_WANTED, False)


def start_again_if_wanted() -> bool:
    """Whether another one was started, with the arguments of this one."""
    application = QCoreApplication.instance()
    if application is None or not application.property(_WANTED):
        return False
    application.setProperty(_WANTED, False)
    program, *arguments = [*program_command(), *sys.argv[1:]]
    return bool(QProcess.startDetached(program, arguments)[0])
