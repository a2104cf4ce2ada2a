"""The grammar of `export`, `import` and `relocate`; imports nothing heavy. Main thread."""

from desktop_rag.cli.grammar import Commands, command, path


def add_moving(commands: Commands) -> None:
    export = command(commands, "export", "write the whole library to one file; models are not in it")
    export.add_argument("file", type=path, metavar="FILE")
    taken = command(commands, "import", "take in a library that was exported, in place of this one")
    taken.add_argument("file", type=path, metavar="FILE")
    taken.add_argument(
        "--replace", action="store_true", help="also when there is a library here already: it is lost then"
    )
    relocate = command(commands, "relocate", "say where files are now that were moved; nothing is read again")
    relocate.add_argument(
        "old", metavar="OLD", help="where the library knows them; need not be there any more"
    )
    relocate.add_argument("new", type=path, metavar="NEW", help="the folder or file that they are in now")
