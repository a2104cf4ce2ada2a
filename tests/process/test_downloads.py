"""Whatever a server does, the right file arrives under its name, or nothing does and the reason is plain."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop_rag.domain.downloads import DownloadPhase, note_path, part_path
from desktop_rag.domain.errors import (
    ChecksumWrong,
    ConnectionLost,
    DownloadError,
    FileChanged,
    HostUnreachable,
    LoginNeeded,
    NotThere,
    ServerTrouble,
    TooManyRequests,
    WrongFile,
)
from desktop_rag.domain.part_notes import read_note
from tests.ggufs import write_model
from tests.hostile_server import (
    Behaviour,
    Exchange,
    HostileServer,
    cutting,
    etag_of,
    honest,
    hostile_server,
    in_turn,
    send_rest,
    status,
)
from tests.process.downloading import BODY, HASTY, OTHER, Downloader, downloading_to, gguf_bytes, sha256_of


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as server:
        yield server


@pytest.fixture
def downloader(tmp_path: Path) -> Iterator[Downloader]:
    with downloading_to(tmp_path / "models") as downloader:
        yield downloader


class TestAServerThatBehaves:
    def test_the_file_arrives_under_its_name_with_its_checksum(
        self, server: HostileServer, downloader: Downloader, tmp_path: Path
    ) -> None:
        body = write_model(tmp_path / "source.gguf").read_bytes()
        url = server.page("/model.gguf", honest(body))
        assert downloader.fetch_promised(url, body) == sha256_of(body)
        downloader.assert_arrived(body)

    def test_without_a_promise_the_servers_word_counts(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        assert downloader.fetch(server.page("/model.gguf", honest(BODY))) == sha256_of(BODY)
        downloader.assert_arrived()

    def test_progress_counts_what_is_there_up_to_the_whole_and_then_the_check(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        downloader.fetch_promised(server.page("/model.gguf", honest(BODY, bytes_per_s=700_000)))
        phases = [progress.phase for progress in downloader.seen]
        assert phases[0] is DownloadPhase.CONNECTING
        assert phases[-1] is DownloadPhase.CHECKING
        fetching = [seen for seen in downloader.seen if seen.phase is DownloadPhase.FETCHING]
        assert [seen.done_bytes for seen in fetching] == sorted({seen.done_bytes for seen in fetching})
        assert {seen.total_bytes for seen in fetching} == {len(BODY)}
        rated = fetching[-1]
        assert rated.rate_bytes_per_s is not None
        assert 100_000 < rated.rate_bytes_per_s < 1_400_000
        assert rated.remaining_s is not None
        assert downloader.seen[-1].done_bytes == len(BODY)

    def test_nothing_about_the_person_is_sent(self, server: HostileServer, downloader: Downloader) -> None:
        downloader.fetch_promised(server.page("/model.gguf", in_turn(cutting(BODY, 3, 9000), honest(BODY))))
        allowed = {"host", "user-agent", "accept", "accept-encoding", "range", "if-range"}
        for asked in server.asked:
            assert set(asked.headers) <= allowed
            assert asked.headers["user-agent"].startswith("Desktop-RAG/")
            assert asked.headers["accept-encoding"] == "identity"

    def test_a_large_file_is_asked_for_once(self, server: HostileServer, downloader: Downloader) -> None:
        body = gguf_bytes(5, 12_000_000)
        downloader.fetch_promised(server.page("/model.gguf", honest(body)), body)
        downloader.assert_arrived(body)
        assert len(server.asked) == 1

    def test_a_file_in_chunks_without_a_size_arrives(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        def chunked(exchange: Exchange) -> None:
            exchange.begin({"Transfer-Encoding": "chunked"})
            exchange.push_chunks(BODY)

        downloader.fetch(server.page("/model.gguf", chunked))
        downloader.assert_arrived()

    def test_no_child_is_left_when_it_is_done(self, server: HostileServer, downloader: Downloader) -> None:
        before = {child.pid for child in psutil.Process().children(recursive=True)}
        downloader.client.look(server.page("/model.gguf", honest(BODY)))
        downloader.fetch_promised(server.page("/model.gguf", honest(BODY)))
        downloader.target.unlink()
        with pytest.raises(NotThere):
            downloader.fetch(server.base + "/nothing.gguf", 1)
        assert {child.pid for child in psutil.Process().children(recursive=True)} <= before
        assert downloader.client.pids == ()


class TestConnectionsThatBreak:
    @pytest.mark.parametrize("seed", range(4))
    def test_cut_after_a_random_number_of_bytes_each_time_the_file_arrives(
        self, server: HostileServer, downloader: Downloader, seed: int
    ) -> None:
        url = server.page("/model.gguf", cutting(BODY, seed, 150_000))
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        starts = [asked.first_byte for asked in server.asked]
        assert starts == sorted(starts)
        assert len(starts) > 4
        assert sum(asked.sent_bytes for asked in server.asked) == len(BODY)  # no byte twice

    def test_one_that_ignores_ranges_and_cuts_gives_the_file_only_when_all_comes_at_once(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        cut = cutting(BODY, 7, 150_000, ranges=False)
        url = server.page("/model.gguf", in_turn(cut, cut, cut, honest(BODY)))
        downloader.fetch_promised(url)
        downloader.assert_arrived()

    def test_one_that_never_gets_further_is_given_up_for_and_what_came_is_kept(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", lambda exchange: None)
        with pytest.raises(ConnectionLost) as caught:
            downloader.fetch_promised(url)
        assert caught.value.resumable
        assert downloader.assert_part() == 300_000
        assert len(server.asked) == len(HASTY.pauses_s) + 1
        assert DownloadPhase.WAITING in {seen.phase for seen in downloader.seen}

    def test_206_with_nothing_in_it_is_no_progress(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)

        def nothing(exchange: Exchange) -> None:
            first = exchange.asked.first_byte
            place = f"bytes {first}-{len(BODY) - 1}/{len(BODY)}"
            exchange.send(status=206, headers={"Content-Range": place, "ETag": etag_of(BODY)})

        server.page("/model.gguf", nothing)
        with pytest.raises(ConnectionLost):
            downloader.fetch_promised(url)
        assert downloader.assert_part() == 300_000

    def test_a_stall_is_a_broken_connection(self, server: HostileServer, downloader: Downloader) -> None:
        released = threading.Event()

        def stalling(exchange: Exchange) -> None:
            exchange.send(BODY[:200_000], headers={"ETag": etag_of(BODY)}, announced=len(BODY))
            released.wait(20)

        began = time.monotonic()
        downloader.fetch_promised(server.page("/model.gguf", in_turn(stalling, honest(BODY))))
        released.set()
        assert time.monotonic() - began < 10
        downloader.assert_arrived()
        assert [asked.first_byte for asked in server.asked] == [0, 200_000]

    def test_one_that_sends_on_small_pieces_of_the_range_is_asked_until_all_is_there(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 100_000)

        def in_windows(exchange: Exchange) -> None:
            first = exchange.asked.first_byte
            last = min(first + 99_999, len(BODY) - 1)
            place = {"Content-Range": f"bytes {first}-{last}/{len(BODY)}", "ETag": etag_of(BODY)}
            exchange.send(BODY[first : last + 1], status=206, headers=place)

        server.page("/model.gguf", in_windows)
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert DownloadPhase.WAITING not in {seen.phase for seen in downloader.seen[-8:]}

    def test_chunks_that_break_off_are_not_taken_for_the_end(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        def half(exchange: Exchange) -> None:
            exchange.begin({"Transfer-Encoding": "chunked", "ETag": etag_of(BODY)})
            exchange.push_chunks(BODY[:300_000], is_complete=False)

        downloader.fetch(server.page("/model.gguf", in_turn(half, honest(BODY))))
        downloader.assert_arrived()

    def test_nobody_listening_is_told_after_a_few_tries(self, downloader: Downloader) -> None:
        with hostile_server() as gone:
            url = gone.base + "/model.gguf"
        with pytest.raises(HostUnreachable) as caught:
            downloader.fetch_promised(url)
        assert "127.0.0.1" in caught.value.message
        downloader.assert_nothing_left()


class TestGoingOnLater:
    def test_only_the_rest_is_asked_for(self, server: HostileServer, downloader: Downloader) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", honest(BODY))
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert [(asked.first_byte, asked.headers.get("if-range")) for asked in server.asked] == [
            (300_000, etag_of(BODY))
        ]

    def test_the_note_tells_what_is_unfinished(self, server: HostileServer, downloader: Downloader) -> None:
        url = downloader.leave_part(server, 300_000)
        note = read_note(note_path(downloader.target).read_text())
        assert note is not None
        assert (note.url, note.name, note.size_bytes) == (url, "model.gguf", len(BODY))
        assert (note.sha256, note.validator) == (sha256_of(BODY), etag_of(BODY))

    def test_a_server_that_ignores_ranges_is_taken_from_the_start(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", lambda exchange: exchange.send(BODY, headers={"ETag": etag_of(BODY)}))
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert len(server.asked) == 1

    @pytest.mark.parametrize("shift", [-1, 1, -300_000])
    def test_a_wrong_content_range_is_never_appended(
        self, server: HostileServer, downloader: Downloader, shift: int
    ) -> None:
        url = downloader.leave_part(server, 300_000)

        def shifted(exchange: Exchange) -> None:
            if not exchange.has_range:
                exchange.send(BODY, headers={"ETag": etag_of(BODY)})
                return
            send_rest(exchange, BODY, exchange.asked.first_byte + shift, {"ETag": etag_of(BODY)})

        server.page("/model.gguf", shifted)
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert [asked.first_byte for asked in server.asked] == [300_000, 0]

    def test_206_without_a_content_range_is_never_appended(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)

        def unplaced(exchange: Exchange) -> None:
            exchange.send(BODY, status=206 if exchange.has_range else 200)

        server.page("/model.gguf", unplaced)
        downloader.fetch_promised(url)
        downloader.assert_arrived()

    def test_another_file_under_the_same_link_is_noticed_and_the_old_part_goes(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", honest(OTHER))
        with pytest.raises(FileChanged):
            downloader.fetch_promised(url)
        downloader.assert_nothing_left()
        assert sum(asked.sent_bytes for asked in server.asked) < len(OTHER) // 2 + 200_000

    def test_another_size_is_noticed_without_any_mark(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", honest(BODY + b"more", etag=None))
        with pytest.raises(FileChanged):
            downloader.fetch_promised(url)
        downloader.assert_nothing_left()

    @pytest.mark.parametrize("mark", ["ETag", "Last-Modified"])
    def test_a_file_that_was_not_promised_is_taken_anew_when_it_changed(
        self, server: HostileServer, downloader: Downloader, mark: str
    ) -> None:
        url = downloader.leave_part(server, 300_000, **{mark: '"one"'})
        server.page("/model.gguf", honest(OTHER, etag=None, headers={mark: '"two"'}))
        assert downloader.fetch(url) == sha256_of(OTHER)
        downloader.assert_arrived(OTHER)

    def test_changed_between_two_parts_of_one_run_it_is_never_a_mixture(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        first = in_turn(cutting(BODY, 1, 200_000), honest(OTHER))
        downloader.fetch(server.page("/model.gguf", first))
        downloader.assert_arrived(OTHER)

    def test_one_that_changes_again_and_again_is_given_up(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        def restless(exchange: Exchange) -> None:
            body = gguf_bytes(exchange.number)
            headers = {"ETag": etag_of(body)}
            exchange.send(body[:100_000], headers=headers, announced=len(body))

        with pytest.raises(FileChanged):
            downloader.fetch(server.page("/model.gguf", restless))
        downloader.assert_nothing_left()

    def test_where_nothing_tells_a_change_it_is_taken_from_the_start(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        def half(exchange: Exchange) -> None:
            exchange.send(BODY[:300_000], announced=len(BODY))

        downloader.fetch(server.page("/model.gguf", in_turn(half, honest(OTHER, etag=None))))
        downloader.assert_arrived(OTHER)

    def test_416_for_a_whole_part_means_done(self, server: HostileServer, downloader: Downloader) -> None:
        def all_but_the_end(exchange: Exchange) -> None:
            exchange.begin({"Transfer-Encoding": "chunked", "ETag": etag_of(BODY)})
            exchange.push_chunks(BODY, is_complete=False)

        downloader.fetch(server.page("/model.gguf", in_turn(all_but_the_end, honest(BODY))))
        downloader.assert_arrived()
        assert [asked.first_byte for asked in server.asked] == [0, len(BODY)]

    def test_416_in_the_middle_starts_over_once(self, server: HostileServer, downloader: Downloader) -> None:
        url = downloader.leave_part(server, 300_000)

        def short(exchange: Exchange) -> None:
            if exchange.has_range:
                exchange.send(status=416, headers={"Content-Range": "bytes */1000"})
            else:
                exchange.send(BODY, headers={"ETag": etag_of(BODY)})

        server.page("/model.gguf", short)
        downloader.fetch_promised(url)
        downloader.assert_arrived()

    def test_a_whole_part_is_only_checked(self, server: HostileServer, downloader: Downloader) -> None:
        url = downloader.leave_part(server, 300_000)
        part_path(downloader.target).write_bytes(BODY)
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert server.asked == []

    @pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1}', "\x00" * 30_000])
    def test_a_part_with_a_damaged_note_is_not_trusted(
        self, server: HostileServer, downloader: Downloader, damage: str
    ) -> None:
        part_path(downloader.target).write_bytes(OTHER[:300_000])
        note_path(downloader.target).write_text(damage)
        downloader.fetch_promised(server.page("/model.gguf", honest(BODY)))
        downloader.assert_arrived()
        assert [asked.first_byte for asked in server.asked] == [0]

    def test_a_part_of_another_file_is_not_gone_on_with(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        downloader.leave_part(server, 300_000)
        url = server.page("/other.gguf", honest(OTHER))
        downloader.fetch_promised(url, OTHER)
        downloader.assert_arrived(OTHER)
        assert [asked.first_byte for asked in server.asked] == [0]

    def test_the_same_file_elsewhere_is_gone_on_with(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        downloader.leave_part(server, 300_000)
        url = server.page("/mirror.gguf", honest(BODY, etag='"of-the-mirror"'))
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert [asked.first_byte for asked in server.asked] == [300_000]


class TestSomethingElseThanTheFile:
    def page(self, exchange: Exchange) -> None:
        exchange.send(b"<html>Log in to use this network</html>", headers={"Content-Type": "text/html"})

    def test_a_login_page_with_200_is_told_at_once_and_leaves_nothing(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        with pytest.raises(WrongFile) as caught:
            downloader.fetch_promised(server.page("/model.gguf", self.page))
        assert "web page" in caught.value.message
        downloader.assert_nothing_left()
        assert len(server.asked) == 1

    def test_a_login_page_in_the_middle_costs_nothing_of_what_came(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", self.page)
        with pytest.raises(WrongFile):
            downloader.fetch_promised(url)
        assert downloader.assert_part() == 300_000

    @pytest.mark.parametrize(
        "body", [b"<!doctype html>" * 100, b"GGU", b"PK\x03\x04" * 1000, b'{"error": 1}']
    )
    def test_what_does_not_begin_as_a_model_is_never_written(
        self, server: HostileServer, downloader: Downloader, body: bytes
    ) -> None:
        with pytest.raises((WrongFile, ConnectionLost)):
            downloader.fetch(server.page("/model.gguf", honest(body)))
        downloader.assert_nothing_left()

    def test_another_size_than_promised_is_refused_before_a_byte(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        with pytest.raises(WrongFile):
            downloader.fetch_promised(server.page("/model.gguf", honest(BODY[:-1])))
        downloader.assert_nothing_left()

    def test_more_than_promised_is_stopped(self, server: HostileServer, downloader: Downloader) -> None:
        def endless(exchange: Exchange) -> None:
            exchange.begin({"Transfer-Encoding": "chunked"})
            exchange.push_chunks(BODY * 50)

        with pytest.raises(WrongFile) as caught:
            downloader.fetch_promised(server.page("/model.gguf", endless))
        assert "more" in caught.value.message
        downloader.assert_nothing_left()

    def test_a_body_longer_than_announced_ends_where_it_was_announced(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        def chatty(exchange: Exchange) -> None:
            exchange.send(BODY + b"and more", announced=len(BODY))

        downloader.fetch_promised(server.page("/model.gguf", chatty))
        downloader.assert_arrived()

    def test_a_body_of_unknown_size_that_just_ends_is_not_believed(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        def unmeasured(exchange: Exchange) -> None:
            exchange.begin({})
            exchange.push(BODY)

        with pytest.raises(WrongFile):
            downloader.fetch(server.page("/model.gguf", unmeasured))
        downloader.assert_nothing_left()

    def test_a_wrong_checksum_throws_the_file_away(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        with pytest.raises(ChecksumWrong):
            downloader.fetch(server.page("/model.gguf", honest(OTHER)), len(BODY), sha256_of(BODY))
        downloader.assert_nothing_left()

    def test_a_part_that_was_changed_on_the_disk_is_found_out(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = downloader.leave_part(server, 300_000)
        part_path(downloader.target).write_bytes(OTHER[:300_000])
        server.page("/model.gguf", honest(BODY))
        with pytest.raises(ChecksumWrong):
            downloader.fetch_promised(url)
        downloader.assert_nothing_left()

    def test_a_packed_body_is_refused(self, server: HostileServer, downloader: Downloader) -> None:
        with pytest.raises(WrongFile):
            downloader.fetch(server.page("/model.gguf", honest(BODY, headers={"Content-Encoding": "gzip"})))
        downloader.assert_nothing_left()


class TestRefusals:
    @pytest.mark.parametrize(
        ("behaviour", "error"),
        [
            (status(401), LoginNeeded),
            (status(403), LoginNeeded),
            (status(401, X_Error_Code="GatedRepo"), LoginNeeded),
            (status(401, X_Error_Code="RepoNotFound"), NotThere),
            (status(404, X_Error_Code="EntryNotFound"), NotThere),
            (status(404), NotThere),
            (status(410), NotThere),
            (status(418), DownloadError),
            (status(204), WrongFile),
            (status(206), WrongFile),
        ],
    )
    def test_a_refusal_is_told_at_once_and_leaves_nothing(
        self,
        server: HostileServer,
        downloader: Downloader,
        behaviour: Behaviour,
        error: type[DownloadError],
    ) -> None:
        with pytest.raises(error) as caught:
            downloader.fetch_promised(server.page("/model.gguf", behaviour))
        assert type(caught.value) is error
        assert len(server.asked) == 1
        downloader.assert_nothing_left()

    @pytest.mark.parametrize("code", [500, 502, 503, 504])
    def test_trouble_of_the_server_is_told_after_a_few_tries_and_what_came_is_kept(
        self, server: HostileServer, downloader: Downloader, code: int
    ) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", status(code))
        with pytest.raises(ServerTrouble):
            downloader.fetch_promised(url)
        assert len(server.asked) == len(HASTY.pauses_s) + 1
        assert downloader.assert_part() == 300_000

    def test_trouble_that_passes_is_only_waited_for(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        trouble = in_turn(status(500), status(503), status(502), honest(BODY))
        downloader.fetch_promised(server.page("/model.gguf", trouble))
        downloader.assert_arrived()

    def test_a_pause_that_is_asked_for_is_kept(self, server: HostileServer, downloader: Downloader) -> None:
        began = time.monotonic()
        downloader.fetch_promised(
            server.page("/model.gguf", in_turn(status(429, Retry_After="2"), honest(BODY)))
        )
        assert time.monotonic() - began >= 2.0
        assert DownloadPhase.WAITING in {seen.phase for seen in downloader.seen}
        downloader.assert_arrived()

    def test_a_long_pause_is_told_and_not_waited_for(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        with pytest.raises(TooManyRequests) as caught:
            downloader.fetch_promised(server.page("/model.gguf", status(429, Retry_After="600")))
        assert "10 minutes" in caught.value.hint
        assert len(server.asked) == 1

    def test_a_part_outlives_a_refusal(self, server: HostileServer, downloader: Downloader) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/model.gguf", status(404))
        with pytest.raises(NotThere):
            downloader.fetch_promised(url)
        assert downloader.assert_part() == 300_000
