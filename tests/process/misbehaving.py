"""A child that does one wrong thing: `python misbehaving.py BEHAVIOUR MARKER REAL_COMMAND…`.

It misbehaves while the file MARKER does not exist, and is the real child after that, so that a test sees the
restart work too.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from desktop_rag.workers.protocol import HEADER, JSON_KIND, READY_ID, Message, read_message, write_message

requests = sys.stdin.buffer
answers = sys.stdout.buffer


def introduce_and_wait() -> int:
    """Says hello, waits for a request and returns its id."""
    write_message(answers, Message({"id": READY_ID, "event": "ready"}))
    request = read_message(requests)
    if request is None:
        sys.exit(0)
    request_id = request.body["id"]
    assert isinstance(request_id, int)
    return request_id


def hang() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(60)


def linger() -> None:
    introduce_and_wait()
    hang()


def die_mid_frame() -> None:
    introduce_and_wait()
    answers.write(HEADER.pack(JSON_KIND, 5000) + b'{"id": 1')
    answers.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def be_deaf() -> None:
    write_message(answers, Message({"id": READY_ID, "event": "ready"}))
    hang()


def speak_unasked() -> None:
    request_id = introduce_and_wait()
    error = {"event": "error", "kind": "input", "message": "no"}
    write_message(answers, Message({"id": request_id, **error}))
    while True:
        write_message(answers, Message({"id": request_id + 1, "event": "result"}, (b"x" * 50_000_000,)))


def stop_when_asked() -> None:
    """Says two more things when it is asked to stop, then that it did; answers the next request."""
    request_id = introduce_and_wait()
    write_message(answers, Message({"id": request_id, "event": "begun"}))
    stop = read_message(requests)
    assert stop is not None
    assert stop.body == {"id": request_id, "method": "stop"}
    for event in ("late", "later"):
        write_message(answers, Message({"id": request_id, "event": event}))
    write_message(answers, Message({"id": request_id, "event": "error", "kind": "cancelled"}))
    following = read_message(requests)
    assert following is not None
    write_message(answers, Message({"id": following.body["id"], "event": "result"}))
    hang()


def stop_with_nonsense() -> None:
    request_id = introduce_and_wait()
    write_message(answers, Message({"id": request_id, "event": "begun"}))
    read_message(requests)
    write_message(answers, Message({"id": request_id + 7, "event": "result"}))
    hang()


def send_garbage() -> None:
    introduce_and_wait()
    answers.write(os.urandom(100_000))
    answers.flush()
    hang()


def send_huge_header() -> None:
    introduce_and_wait()
    answers.write(HEADER.pack(JSON_KIND, 2**32 - 1))
    answers.flush()
    hang()


def send_too_much() -> None:
    request_id = introduce_and_wait()
    while True:
        write_message(answers, Message({"id": request_id, "event": "page", "text": "x" * 1_000_000}))


def eat_memory() -> None:
    introduce_and_wait()
    hoard = []
    while True:
        hoard.append(b"x" * 10_000_000)


def answer_something_else() -> None:
    request_id = introduce_and_wait()
    write_message(answers, Message({"id": request_id + 1, "event": "result"}))
    hang()


def answer_nonsense() -> None:
    request_id = introduce_and_wait()
    write_message(answers, Message({"id": request_id, "event": "result", "counts": "many", "format": 7}))
    hang()


def leave_grandchild() -> None:
    introduce_and_wait()
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(os.environ["GRANDCHILD_PID_FILE"]).write_text(str(grandchild.pid))
    os.kill(os.getpid(), signal.SIGKILL)


def crash() -> None:
    introduce_and_wait()
    print("Fatal: assertion failed\x1b[31m", file=sys.stderr, flush=True)
    os.abort()


def die_at_start() -> None:
    sys.exit(3)


if __name__ == "__main__":
    behaviour, marker, *real_command = sys.argv[1:]
    if Path(marker).exists():
        os.execv(real_command[0], real_command)
    Path(marker).touch()
    globals()[behaviour]()
