"""Draws the program's icon files from assets/icons: PNG sizes, .ico, .icns, and a contact sheet to look at.

    python packaging/icons.py OUT_DIR

Run by hand or by the packagers; its own process, main thread, no display needed.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parents[1] / "assets" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
SMALL_UP_TO = 24
"""Up to this size the drawing made for the 16 pixel grid is the clearer one."""
LIGHT, DARK = "#1d2a30", "#e6ecee"


def recoloured(path: Path, colour: str) -> QSvgRenderer:
    """An interface icon is drawn in #000000 only, so that one replacement colours it."""
    return QSvgRenderer(QByteArray(path.read_bytes().replace(b"#000000", colour.encode())))


def render(renderer: QSvgRenderer, size_px: int) -> QImage:
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image


def app_image(size_px: int) -> QImage:
    name = "app-small.svg" if size_px <= SMALL_UP_TO else "app.svg"
    return render(QSvgRenderer(str(ICONS / name)), size_px)


def to_pillow(image: QImage) -> Image.Image:
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (rgba.width(), rgba.height()), bytes(rgba.constBits()))


def write_app_icons(out: Path) -> None:
    pictures = {size: to_pillow(app_image(size)) for size in SIZES}
    for size, picture in pictures.items():
        picture.save(out / f"app-{size}.png", optimize=True)
    small = [pictures[size] for size in SIZES if size <= 256]
    small[-1].save(out / "app.ico", sizes=[(p.width, p.height) for p in small], append_images=small[:-1])
    # .icns has no 24 and no 48 pixel slot.
    mac = [pictures[size] for size in SIZES if size not in {24, 48}]
    mac[-1].save(out / "app.icns", append_images=mac[:-1])


def draw_cell(painter: QPainter, icon: Path, x: int, y: int, colour: str) -> None:
    painter.drawImage(x + 8, y + 20, render(recoloured(icon, colour), 20))
    painter.drawImage(x + 44, y + 8, render(recoloured(icon, colour), 48))
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(x, y + 62, 104, 16), Qt.AlignmentFlag.AlignHCenter, icon.stem)


def contact_sheet() -> QImage:
    """Every interface icon at 20 and 48 pixels on light and dark, the app icon below."""
    icons = sorted(p for p in ICONS.glob("*.svg") if not p.stem.startswith("app"))
    columns, cell_w, cell_h = 10, 104, 84
    rows = -(-len(icons) // columns)
    sheet = QImage(columns * cell_w, 2 * rows * cell_h + 300, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#fbfbfa"))
    painter = QPainter(sheet)
    painter.setFont(QFont("Inter", 8))
    painter.fillRect(0, rows * cell_h, sheet.width(), rows * cell_h, QColor("#1b1f21"))
    for band, colour in enumerate((LIGHT, DARK)):
        for n, icon in enumerate(icons):
            x, y = n % columns * cell_w, (band * rows + n // columns) * cell_h
            draw_cell(painter, icon, x, y, colour)
    x = 16
    for size in (16, 24, 32, 48, 64, 128, 256):
        painter.drawImage(x, 2 * rows * cell_h + 20, app_image(size))
        x += size + 16
    # The 16 pixel drawing, enlarged without smoothing: what a task bar really shows.
    painter.drawImage(x, 2 * rows * cell_h + 20, app_image(16).scaled(128, 128))
    painter.end()
    return sheet


def main(out: Path) -> int:
    application = QGuiApplication(sys.argv[:1])
    out.mkdir(parents=True, exist_ok=True)
    write_app_icons(out)
    contact_sheet().save(str(out / "contact-sheet.png"))
    print(f"{len(SIZES)} sizes, app.ico, app.icns and contact-sheet.png in {out}")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
