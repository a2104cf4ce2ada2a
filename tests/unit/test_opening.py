"""A PDF is opened at its page in the program that the system opens PDFs with, if that can be told one."""

import subprocess
from pathlib import Path

import pytest

from desktop_rag.app.opening import (
    OpenPlan,
    Surroundings,
    environment_for_others,
    plan_to_open,
    program_of,
)

LIST = "[Default Applications]\napplication/pdf={};\n"


class Desk:
    """A made-up home with programs that write down what they are started with."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.bin = folder / "bin"
        self.told = folder / "told"
        self.entries = self.home / ".local/share/applications"
        self.config = self.home / ".config"
        for each in (self.bin, self.entries, self.config):
            each.mkdir(parents=True)
        self.pdf = folder / "a lease & more.pdf"
        self.pdf.touch()

    def program(self, name: str) -> Path:
        path = self.bin / name
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{self.told}"\n')
        path.chmod(0o755)
        return path

    def entry(self, name: str, command: str, *more: str) -> None:
        lines = ["[Desktop Entry]", *more, "Type=Application", "Name=Viewer", f"Exec={command}"]
        path = self.entries / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n\n[Desktop Action new]\nExec=something else\n")

    def chosen(self, *entries: str, file: str = "mimeapps.list") -> None:
        (self.config / file).write_text(LIST.format(";".join(entries)))

    def around(self, **environment: str) -> Surroundings:
        usual = {
            "PATH": str(self.bin),
            "XDG_DATA_DIRS": str(self.home / "none"),
            "XDG_CONFIG_DIRS": str(self.home / "none"),
        }
        return Surroundings("linux", {**usual, **environment}, self.home, lambda _key, _name: "")

    def plan(self, page: int = 38, **environment: str) -> OpenPlan:
        return plan_to_open(self.pdf, page, self.around(**environment))

    def heard(self, plan: OpenPlan) -> list[str]:
        """What the program was started with."""
        path = f"{self.bin}:/usr/bin:/bin"
        subprocess.run(plan.command, check=True, env={"PATH": path}, timeout=20)
        return self.told.read_text().splitlines()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("program", "command", "heard"),
    [
        ("evince", "evince %U", ["--page-index=38", "{uri}"]),
        ("papers", "papers %U", ["--page-index=38", "{uri}"]),
        ("atril", "atril %U", ["--page-index=38", "{uri}"]),
        ("xreader", "xreader %U", ["--page-index=38", "{uri}"]),
        ("okular", "okular %U", ["--page=38", "{uri}"]),
        ("zathura", "zathura %f", ["--page=38", "{file}"]),
        ("mupdf", "mupdf %f", ["{file}", "38"]),
        ("xpdf", "xpdf %f", ["{file}", ":38"]),
        ("qpdfview", "qpdfview --unique %F", ["--unique", "{file}#38"]),
        ("firefox", "firefox %u", ["{uri}#page=38"]),
        ("google-chrome-stable", "google-chrome-stable %U", ["{uri}#page=38"]),
        ("evince", 'env GDK_BACKEND=x11 "evince" %i -- %f', ["--page-index=38", "--", "{file}"]),
        ("okular", "okular", ["--page=38", "{file}"]),
        ("okular", r'okular "a \\$b \\`c" %f', ["a $b `c", "--page=38", "{file}"]),
        ("okular", r'okular "a\\\\b" %f', ["a\\b", "--page=38", "{file}"]),
    ],
)
def test_programs_are_told_the_page_as_they_want_it(
    desk: Desk, program: str, command: str, heard: list[str]
) -> None:
    desk.program(program)
    if command.startswith("env"):
        (desk.bin / "env").symlink_to("/usr/bin/env")
    desk.entry("viewer.desktop", command)
    desk.chosen("viewer.desktop")
    plan = desk.plan()
    assert (plan.at_page, plan.program) == (True, "Viewer")
    places = {"uri": desk.pdf.as_uri(), "file": str(desk.pdf)}
    assert desk.heard(plan) == [word.format(**places) for word in heard]


def test_in_a_sandbox_the_page_stands_before_what_is_forwarded(desk: Desk) -> None:
    desk.program("flatpak")
    command = "flatpak run --command=evince --file-forwarding org.gnome.Evince @@u %U @@"
    desk.entry("org.gnome.Evince.desktop", command)
    desk.chosen("org.gnome.Evince.desktop")
    assert desk.heard(desk.plan())[-4:] == ["--page-index=38", "@@u", desk.pdf.as_uri(), "@@"]


def test_nothing_is_added_to_a_file_that_is_forwarded_into_a_sandbox(desk: Desk) -> None:
    desk.program("flatpak")
    command = "flatpak run --command=firefox --file-forwarding org.mozilla.firefox @@u %u @@"
    desk.entry("org.mozilla.firefox.desktop", command)
    desk.chosen("org.mozilla.firefox.desktop")
    assert desk.plan() == OpenPlan((), "Viewer")


def test_an_unknown_program_opens_in_its_own_way_and_is_named(desk: Desk) -> None:
    desk.program("gimp")
    desk.entry("gimp.desktop", "gimp %U", "Name[de]=Bildbearbeitung")
    desk.chosen("gimp.desktop")
    assert desk.plan() == OpenPlan((), "Viewer")
    assert desk.plan(LANG="de_DE.UTF-8").program == "Bildbearbeitung"


@pytest.mark.parametrize(
    "line",
    ["Terminal=true", "TryExec=absent", "Type=Link", "Hidden=true"],
    ids=["terminal", "absent", "link", "hidden"],
)
def test_what_cannot_be_started_is_passed_over_for_the_next(desk: Desk, line: str) -> None:
    desk.program("okular")
    desk.program("zathura")
    desk.entry("first.desktop", "zathura %f", line)
    desk.entry("second.desktop", "okular %U")
    desk.chosen("gone.desktop", "first.desktop", "second.desktop")
    command = desk.plan().command
    assert command[:1] == ("okular",)


def test_the_list_of_the_desktop_in_use_counts_before_the_general_one(desk: Desk) -> None:
    for name in ("okular", "evince"):
        desk.program(name)
        desk.entry(f"{name}.desktop", f"{name} %U")
    desk.chosen("evince.desktop")
    desk.chosen("okular.desktop", file="kde-mimeapps.list")
    assert desk.plan().command[0] == "evince"
    assert desk.plan(XDG_CURRENT_DESKTOP="KDE").command[0] == "okular"


def test_what_was_never_chosen_is_found_among_what_can_open_it(desk: Desk) -> None:
    desk.program("evince")
    desk.entry("sub/evince.desktop", "evince %U")
    (desk.entries / "mimeinfo.cache").write_text("[MIME Cache]\napplication/pdf=sub-evince.desktop;\n")
    assert desk.plan().command[0] == "evince"


def test_where_the_files_tell_nothing_the_desktops_tool_is_asked(desk: Desk) -> None:
    desk.program("okular")
    desk.entry("okular.desktop", "okular %U")
    tool = desk.bin / "xdg-mime"
    tool.write_text('#!/bin/sh\n[ "$*" = "query default application/pdf" ] && echo okular.desktop\n')
    tool.chmod(0o755)
    assert desk.plan().command[0] == "okular"


@pytest.mark.parametrize("text", ["", "no groups at all", "[Desktop Entry]\nExec='unclosed %f\n", "\x00\xff"])
def test_a_broken_entry_is_passed_over(desk: Desk, text: str) -> None:
    (desk.entries / "broken.desktop").write_bytes(text.encode("latin-1"))
    desk.chosen("broken.desktop", "../../etc/passwd", "no-ending")
    assert desk.plan() == OpenPlan()


def test_on_a_mac_the_system_opens_it(desk: Desk) -> None:
    around = Surroundings("darwin", {}, desk.home, lambda _key, _name: "")
    assert plan_to_open(desk.pdf, 3, around) == OpenPlan()


def test_a_name_that_is_no_text_is_left_to_the_system(desk: Desk) -> None:
    assert plan_to_open(Path("/tmp/\udcff.pdf"), 3, desk.around()) == OpenPlan()


@pytest.mark.parametrize(
    ("command", "program", "words"),
    [
        (r'"C:\Adobe\Acrobat.exe" "%1"', "Adobe Acrobat", ("/A", "page=38", "{file}")),
        (r'"C:\Adobe Reader\AcroRd32.exe" /u "%1"', "Adobe Acrobat Reader", ("/A", "page=38", "{file}")),
        (r"C:\Tools\SumatraPDF.exe %1", "SumatraPDF", ("-page", "38", "{file}")),
        (r'"C:\Foxit\FoxitPDFReader.exe" "%1"', "Foxit PDF Reader", ("/A", "page=38", "{file}")),
        (r'"C:\Edge\msedge.exe" --single-argument %1', "Microsoft Edge", ("{uri}#page=38",)),
    ],
)
def test_on_windows_the_registry_says_which_program(
    desk: Desk, command: str, program: str, words: tuple[str, ...]
) -> None:
    values = {
        (r"FileExts\.pdf\UserChoice", "ProgId"): "Some.Document",
        (r"Some.Document\shell\open\command", ""): command,
    }

    def registry(key: str, name: str) -> str:
        return next((value for (end, of), value in values.items() if key.endswith(end) and of == name), "")

    plan = plan_to_open(desk.pdf, 38, Surroundings("win32", {}, desk.home, registry))
    assert plan.program == program
    assert plan.command[0].endswith(".exe")
    places = {"uri": desk.pdf.as_uri(), "file": str(desk.pdf)}
    assert plan.command[1:] == tuple(word.format(**places) for word in words)


@pytest.mark.parametrize("command", ["", '"', r'"C:\Other\Reader.exe" "%1"', "rundll32 something"])
def test_on_windows_any_other_program_is_left_to_the_system(desk: Desk, command: str) -> None:
    around = Surroundings("win32", {}, desk.home, lambda _key, _name: command or "x")
    assert plan_to_open(desk.pdf, 38, around) == OpenPlan()


@pytest.mark.parametrize(
    ("words", "program"),
    [
        (["/usr/bin/Evince", "%U"], ("evince", False)),
        (["/usr/bin/flatpak", "run", "org.kde.Okular", "%U"], ("okular", True)),
        (["snap", "run", "firefox", "%u"], ("firefox", False)),
        (["env", "A=b", "C=d"], ("", False)),
        ([], ("", False)),
    ],
)
def test_the_program_behind_a_command(words: list[str], program: tuple[str, bool]) -> None:
    assert program_of(words) == program


def test_a_packaged_program_keeps_its_own_libraries_from_others() -> None:
    ours = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/theirs", "_PYI_X": "1", "HOME": "/h"}
    assert environment_for_others(ours, frozen=True) == {"LD_LIBRARY_PATH": "/theirs", "HOME": "/h"}
    assert environment_for_others(ours, frozen=False) == ours
