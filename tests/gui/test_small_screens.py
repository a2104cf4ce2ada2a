"""On any screen and at any scale the window begins within the screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPEN = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_rag.app.context import AppContext
from desktop_rag.gui.application import open_window
from desktop_rag.runtime import RuntimePaths
app = QApplication([])
paths = RuntimePaths.at(Path(sys.argv[1]))
context = AppContext.open(paths)
window = open_window(context, paths)
window.show()
def look():
    room = window.screen().availableSize()
    print(json.dumps({
        "window": [window.width(), window.height()],
        "room": [room.width(), room.height()],
        "ratio": window.devicePixelRatio(),
    }))
    window.close()
QTimer.singleShot(300, look)
app.exec()
context.close()
"""


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1920, 1080, 3), (1920, 1080, 2), (1366, 768, 1.5), (1280, 720, 1), (3840, 2160, 3)],
)
def test_the_window_fits_the_screen(tmp_path: Path, width: int, height: int, scale: float) -> None:
    screens = tmp_path / "screens.json"
    screen = {
        "name": "only", "x": 0, "y": 0, "width": width, "height": height,
        "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
    }  # fmt: skip
    screens.write_text(json.dumps({"screens": [screen]}), "utf-8")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
        "QT_SCALE_FACTOR": str(scale),
    }
    ran = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path / "library")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout.splitlines()[-1])
    assert seen["ratio"] == scale
    assert seen["room"] == [pytest.approx(width / scale, abs=1), pytest.approx(height / scale, abs=1)]
    assert seen["window"][0] <= seen["room"][0]
    assert seen["window"][1] <= seen["room"][1]
