"""The seam to Qt's translations: every word that the window says goes through `translate`. Any thread.

`translate("Library", "No file matches.")` for a text; `translate("Library", "%Ln file(s)", None, number)`
where a number decides the form (English has its forms in a file too); values are put in afterwards, by name:
`translate("Library", "in: {name}").format(name=name)`. A text of a table made when its module loads is
marked there with `QT_TRANSLATE_NOOP("Library", "Ready")` and translated where it is shown. The first argument
names the part of the window; Qt's own tool, lupdate, collects these calls, so both must be literals.
"""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate
