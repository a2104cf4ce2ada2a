"""The library from the first run on, for screenshots.py: its GUI thread."""

from pathlib import Path

from studio import Studio

from desktop_rag.gui.library.filter_row import FilterRow


def take_first_run(studio: Studio) -> None:
    """The empty library with the first step of the tour, and without."""
    window = studio.window
    studio.wait_for(lambda: window.library.listing is not None)
    studio.take("01-tour")
    end_tour(studio)
    studio.take("01-welcome")


def end_tour(studio: Studio) -> None:
    tour = studio.window.tours.tour
    if tour.showing:
        tour.skip()
    studio.wait(200)


def take_library(studio: Studio, samples: Path, papers: Path) -> None:
    """Reading, read, what was found while a word is typed, and what could not be read."""
    window = studio.window
    window.add_paths([samples, papers])
    studio.wait_for(lambda: bool(window.library.listing and window.library.listing.ready > 2))
    studio.take("02-indexing", 120)
    studio.wait_for(lambda: not window.library.busy)
    studio.wait(1200)
    end_tour(studio)
    window.conversation.notices.clear()
    studio.take("03-ready")
    window.library_panel.focus_filter()
    window.library_panel.filter.setText("figures for each site")
    studio.wait(1500)
    studio.take("03-search")
    window.library_panel.end_search()
    window.library_panel.show_problems()
    studio.take("03-problems")
    show_all_files(studio)


def show_all_files(studio: Studio) -> None:
    """Ends the narrowing to problems, and lets go of the file that was chosen."""
    studio.window.library_panel.findChild(FilterRow).problems.setChecked(False)
    studio.window.library_panel.lists.file_list.clearSelection()
    studio.wait(200)
