"""What an export says, in the window's language and the time of this place. Any thread."""

from datetime import datetime

from desktop_rag.app.export_words import Voice
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import date, language_in_force, time_of_day
from desktop_rag.gui.wording.places import place_words, scope_words


def window_voice() -> Voice:
    return Voice(language_in_force(), in_words, place_words, scope_words, _moment)


def _moment(moment: datetime) -> str:
    here = moment.astimezone()
    return f"{date(here)}, {time_of_day(here)}"
