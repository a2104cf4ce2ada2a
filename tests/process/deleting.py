"""Run as a program: deletes, brings back and pins conversations one after the other until it is killed.

`python deleting.py LIBRARY.db SEED` expects conversations 1 to `CONVERSATIONS`, says "begun", and then prints
what it is about to do and, when that has returned, that it is done.
"""

import random
import sys
from pathlib import Path

from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database

CONVERSATIONS = 12


def main(path: Path, seed: int) -> None:
    conversations = Conversations(Database(path))
    chance = random.Random(seed)
    ways = {
        "pin": lambda each: conversations.pin(each, True),
        "unpin": lambda each: conversations.pin(each, False),
        "delete": conversations.delete,
        "restore": conversations.restore,
    }
    print("begun", flush=True)
    while True:
        way, each = chance.choice(list(ways)), chance.randint(1, CONVERSATIONS)
        print(f"{way} {each}", flush=True)
        ways[way](each)
        print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
