"""Nothing is cut off: at 100, 150 and 200 per cent, in both themes, every word has its room."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEASURE = """
import json
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
app = QApplication([])
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.widgets.basics import ElidedButton
from desktop_rag.runtime import assets_dir
from tests.gui.test_accessibility import STATES
theme = Theme(parent=app)
icons = Icons(assets_dir() / "icons", theme)
cut, looked_at = [], 0
for _ in range(2):
    widths = (0, 0, 0, 0, 560, 560, 560, 560, 560, 0, 340, 340, 420, 0, 300, 440, 560, 560)
    for make, width in zip(STATES, widths, strict=True):
        panel = make(icons)
        panel.resize(max(width, panel.minimumWidth()), 1400)
        panel.show()
        for _ in range(3):
            app.processEvents()
        for each in panel.findChildren(QLabel) + panel.findChildren(QPushButton):
            if not each.isVisible() or not each.text() or isinstance(each, ElidedButton):
                continue  # an elided button speaks and shows its whole words elsewhere
            looked_at += 1
            wraps = isinstance(each, QLabel) and each.wordWrap()
            tall = each.heightForWidth(each.width()) if wraps else each.sizeHint().height()
            wide = 0 if wraps else each.sizeHint().width()
            if each.height() < tall or each.width() < wide:
                state = f"{make.__name__}, {'dark' if theme.dark else 'light'}"
                cut.append(f"{state}: {each.text()[:40]} wants {wide}x{tall}, has {each.size()}")
        panel.close()
        panel.deleteLater()
    theme.toggle()
print(json.dumps({"cut": cut, "looked_at": looked_at, "ratio": app.primaryScreen().devicePixelRatio()}))
"""


@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_no_word_is_cut_off_in_the_narrowest_panels(scale: float) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    measured = json.loads(ran.stdout)
    assert measured["ratio"] == scale
    assert measured["looked_at"] > 80
    assert measured["cut"] == []
