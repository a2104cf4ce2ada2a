"""The document that the walks ask about; written here, so that they need nothing else."""

from pathlib import Path

from tests.pdfs import lines, write_pdf

FOLDER = "Handbook"
QUESTION = "How many weeks of parental leave may parents take?"
ANSWER = "sixteen weeks"
PAGES = (
    ("Staff handbook", "Harbour Works keeps this handbook for everybody who is employed in the yard."),
    (
        "Parental leave",
        "Parents may take sixteen weeks of parental leave on full pay.",
        "Parental leave must be announced eight weeks before it begins.",
        "Every employee has twenty-eight days of annual leave in the year.",
    ),
    (
        "The yard",
        "The harbour master is responsible for the keys of the yard.",
        "Borrowed tools must be returned to the store room before the gate closes at six.",
    ),
    ("Travel", "Travel expenses are paid back within ten days of handing in the receipts."),
)
"""Plain sentences, of which the window makes suggestions."""


def write_handbook(folder: Path) -> Path:
    """A folder with one document of four pages."""
    made = folder / FOLDER
    made.mkdir()
    write_pdf(made / "Staff handbook.pdf", [lines(*page, leading=24) for page in PAGES])
    return made
