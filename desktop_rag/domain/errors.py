"""The one error tree of the program; pure, raised and caught in every process and thread.

    DesktopRagError                       exit 1
    ├── Cancelled                         exit 130  the person stopped it
    ├── InputError                        exit 2    what was asked for cannot be done
    │   ├── PathMissing
    │   ├── PathUnreadable
    │   ├── NotInLibrary
    │   ├── BadQuestion
    │   ├── BadPassword
    │   └── NoSuchPage
    ├── DocumentError                     exit 3    one document; becomes a row with a reason
    │   ├── DocumentEncrypted
    │   ├── DocumentProtected
    │   ├── DocumentDamaged
    │   ├── DocumentEmpty
    │   ├── DocumentHasNoText
    │   ├── PictureHasNoWords
    │   ├── DocumentTooLarge
    │   ├── DocumentUnsupported
    │   ├── DocumentUnreadable
    │   └── DocumentChanged
    ├── WorkerError                       exit 4    a child process
    │   ├── WorkerCrashed
    │   ├── WorkerStalled
    │   ├── WorkerOutOfMemory
    │   └── WorkerProtocolError
    ├── LibraryError                      exit 5    our files on disk; the environment's doing
    │   ├── LibraryBusy
    │   ├── LibraryTooNew
    │   ├── LibraryDamaged
    │   ├── LibraryReadOnly
    │   └── DiskFull
    ├── InstallationError                 exit 6    a part of the program itself is missing or broken
    ├── ModelError                        exit 7    a language model or adapter; the library is untouched
    │   ├── NoModel
    │   ├── NotOnShelf
    │   ├── ModelMissing
    │   ├── ModelDamaged
    │   ├── ModelUnsupported
    │   ├── AdapterUnusable
    │   │   └── AdapterBaseMissing
    │   ├── AdapterMismatch
    │   ├── EmbedderUnusable
    │   ├── ModelOutOfMemory
    │   ├── ModelStopped
    │   ├── ModelSilent
    │   └── PromptTooLong
    └── DownloadError                     exit 8    a file that was to be fetched; what was there before stays
        ├── DownloadsOff
        ├── BadLink
        ├── HostUnreachable
        ├── ConnectionUntrusted
        ├── NotThere
        ├── LoginNeeded
        ├── TooManyRequests
        ├── ServerTrouble
        ├── ConnectionLost
        ├── FileChanged
        ├── WrongFile
        ├── ChecksumWrong
        ├── DownloadBusy
        └── NoRoom

Each error carries a sentence for the person (`str(error)`), a next step (`hint`) and text for a log
(`detail`). Our own bugs are not in this tree: they stay ordinary Python exceptions.
"""

from typing import ClassVar


class DesktopRagError(Exception):
    """Base of every expected failure. `message` and `hint` are plain words for the person."""

    exit_code: ClassVar[int] = 1
    default_message: ClassVar[str] = "Something went wrong."
    default_hint: ClassVar[str] = "Try again."

    def __init__(self, message: str = "", *, hint: str = "", detail: str = "") -> None:
        super().__init__(message or self.default_message)
        self.hint = hint or self.default_hint
        self.detail = detail

    @property
    def message(self) -> str:
        return str(self)


class Cancelled(DesktopRagError):
    """The person stopped the work; views show nothing for it."""

    exit_code = 130
    default_message = "Stopped."
    default_hint = "Start it again when you like."


class InputError(DesktopRagError):
    exit_code = 2
    default_message = "This cannot be done as asked."
    default_hint = "Check what was entered."


class PathMissing(InputError):
    default_message = "There is no such file or folder."
    default_hint = "Check the name, or reconnect the drive it is on."


class PathUnreadable(InputError):
    default_message = "This file or folder may not be read."
    default_hint = "Give yourself permission to read it, then try again."


class NotInLibrary(InputError):
    default_message = "This file or folder is not in the library."
    default_hint = "Add it first."


class BadQuestion(InputError):
    default_message = "There is no question to answer."
    default_hint = "Type a question in your own words."


class BadPassword(InputError):
    default_message = "The password is not right."
    default_hint = "Type it again; capital and small letters are told apart."


class NoSuchPage(InputError):
    default_message = "The document has no such page."
    default_hint = "Choose a page the document has."


class DocumentError(DesktopRagError):
    """One document cannot be used. `kind` names the class across the process boundary."""

    exit_code = 3
    kind: ClassVar[str] = "failed"
    default_message = "This document could not be read."
    default_hint = "Open it in its own program, save it again, then retry."


class DocumentEncrypted(DocumentError):
    kind = "encrypted"
    default_message = "This document is protected by a password."
    default_hint = "Choose Enter password, or save a copy without one and add that."


class DocumentProtected(DocumentError):
    """As `DocumentEncrypted`, of a format that this program cannot open with the password either."""

    kind = "protected"
    default_message = "This document is protected by a password."
    default_hint = "Remove the password in its own program (Save as), then add the copy."


class DocumentDamaged(DocumentError):
    kind = "damaged"
    default_message = "This document is damaged and cannot be opened."
    default_hint = "Open it in its own program and save it again, or fetch a fresh copy."


class DocumentEmpty(DocumentError):
    kind = "empty"
    default_message = "This file is empty."
    default_hint = "Nothing to do, unless it should hold something: then fetch a fresh copy."


class DocumentHasNoText(DocumentError):
    kind = "no_text"
    default_message = "This document holds pictures only, no text that can be searched."
    default_hint = "Run text recognition (OCR) on it in a scanning program, then retry."


class PictureHasNoWords(DocumentError):
    kind = "no_words"
    default_message = "No words were found in this picture."
    default_hint = "Nothing to do, unless it shows writing: then scan it at a higher resolution."


class DocumentTooLarge(DocumentError):
    kind = "too_large"
    default_message = "This document is larger than this program reads."
    default_hint = "Split it into smaller documents."


class DocumentUnsupported(DocumentError):
    kind = "unsupported"
    default_message = "This kind of file cannot be read yet."
    default_hint = "Save it in its own program as PDF, Word or plain text, and add that."


class DocumentUnreadable(DocumentError):
    kind = "unreadable"
    default_message = "This file may not be read."
    default_hint = "Give yourself permission to read it, then retry."


class DocumentChanged(DocumentError):
    kind = "changed"
    default_message = "This file changed while it was being read."
    default_hint = "Retry when the program that writes it has finished."


class WorkerError(DesktopRagError):
    exit_code = 4
    default_message = "A helper process of this program failed."
    default_hint = "Try again; it has been restarted."


class WorkerCrashed(WorkerError):
    default_message = "A helper process stopped unexpectedly."


class WorkerStalled(WorkerError):
    default_message = "A helper process made no progress for too long and was stopped."


class WorkerOutOfMemory(WorkerError):
    default_message = "A helper process needed more memory than it is allowed and was stopped."


class WorkerProtocolError(WorkerError):
    default_message = "A helper process answered with something that makes no sense and was stopped."


class LibraryError(DesktopRagError):
    exit_code = 5
    default_message = "The library cannot be used."
    default_hint = "Try again."


class LibraryBusy(LibraryError):
    default_message = "Another window or command is changing this library."
    default_hint = "Wait until it has finished, then try again."


class LibraryTooNew(LibraryError):
    default_message = "This library was written by a newer version of Desktop RAG."
    default_hint = "Update Desktop RAG, or choose another library. Nothing was changed."


class LibraryDamaged(LibraryError):
    default_message = "The library's database is damaged."
    default_hint = "Restore it from a backup, or choose another place for a new library."


class LibraryReadOnly(LibraryError):
    default_message = "The library may not be written to."
    default_hint = "Check the permissions of its folder, or choose another place."


class DiskFull(LibraryError):
    default_message = "The disk is full. What was finished so far is kept."
    default_hint = "Free some space, then start again: it goes on where it stopped."


class InstallationError(DesktopRagError):
    exit_code = 6
    default_message = "A part of Desktop RAG is missing or broken."
    default_hint = "Install Desktop RAG again."


class ModelError(DesktopRagError):
    """A model or adapter cannot be used. `kind` names the class across the process boundary."""

    exit_code = 7
    kind: ClassVar[str] = "model"
    default_message = "This model could not be used."
    default_hint = "Choose another model file."


class NoModel(ModelError):
    kind = "no_model"
    default_message = "No model is chosen."
    default_hint = "Choose a model file (GGUF) first, or take answers word for word."


class NotOnShelf(ModelError):
    kind = "not_on_shelf"
    default_message = "There is no such file on the shelf."
    default_hint = "Add the file first, or look at what is there."


class ModelMissing(ModelError):
    kind = "model_missing"
    default_message = "The model file is not there."
    default_hint = "Reconnect the drive it is on, or choose another model file."


class ModelDamaged(ModelError):
    kind = "model_damaged"
    default_message = "This is not a complete GGUF model file."
    default_hint = "Download it again, or choose another model file."


class ModelUnsupported(ModelError):
    kind = "model_unsupported"
    default_message = "This model cannot answer questions here."
    default_hint = "Choose a chat model in the GGUF format."


class AdapterUnusable(ModelError):
    kind = "adapter_unusable"
    default_message = "This is not a LoRA adapter that can be used."
    default_hint = "Choose a LoRA adapter in the GGUF format."


class AdapterBaseMissing(AdapterUnusable):
    """The model that it was trained on is not here, or goes by another name."""


class AdapterMismatch(ModelError):
    kind = "adapter_mismatch"
    default_message = "This adapter was made for another model."
    default_hint = "Choose the model that the adapter was trained on, or another adapter."


class EmbedderUnusable(ModelError):
    kind = "embedder_unusable"
    default_message = "This model cannot be used for searching."
    default_hint = "Choose a search model: a GGUF file or a sentence-transformers folder."


class ModelOutOfMemory(ModelError):
    kind = "model_memory"
    default_message = "There is not enough memory for this model."
    default_hint = "Close other programs, choose a shorter context, or a smaller model."


class ModelStopped(ModelError):
    kind = "model_stopped"
    default_message = "The model stopped unexpectedly. What it wrote so far is kept."
    default_hint = "Ask again: the model is loaded anew."


class ModelSilent(ModelError):
    kind = "model_silent"
    default_message = "The model wrote no answer."
    default_hint = "Ask in other words, or choose another model."


class PromptTooLong(ModelError):
    kind = "prompt_too_long"
    default_message = "This model cannot read so much text at once."
    default_hint = "Ask a shorter question, or choose a model with a longer context."


class DownloadError(DesktopRagError):
    """A file could not be fetched. `kind` names the class across the process boundary. Where `resumable`,
    what came so far is kept and the next try goes on from there."""

    exit_code = 8
    kind: ClassVar[str] = "download"
    resumable: ClassVar[bool] = False
    default_message = "The file could not be downloaded."
    default_hint = "Try again later."


class DownloadsOff(DownloadError):
    kind = "downloads_off"
    default_message = "Downloads are switched off."
    default_hint = "Copy the model file to this computer yourself, then add it."


class BadLink(DownloadError):
    kind = "bad_link"
    default_message = "This is no link to a model file."
    default_hint = (
        "Paste a link that begins with https:// and leads to a .gguf file, or a name like owner/model."
    )


class HostUnreachable(DownloadError):
    kind = "host_unreachable"
    resumable = True
    default_message = "The server cannot be reached."
    default_hint = "Check the connection to the internet, then try again."


class ConnectionUntrusted(DownloadError):
    kind = "connection_untrusted"
    resumable = True
    default_message = "The server could not prove that it is the one it says it is."
    default_hint = (
        "Check the clock of this computer. In a company network, ask for its certificate to be installed."
    )


class NotThere(DownloadError):
    kind = "not_there"
    default_message = "The server has no such file."
    default_hint = "Check the link, or choose another file."


class LoginNeeded(DownloadError):
    kind = "login_needed"
    default_message = "The server gives this file only to people who are logged in there."
    default_hint = "Download it with your browser, then add the file."


class TooManyRequests(DownloadError):
    kind = "too_many_requests"
    resumable = True
    default_message = "The server asks for a pause: too much was fetched from it."
    default_hint = "Try again in a few minutes."


class ServerTrouble(DownloadError):
    kind = "server_trouble"
    resumable = True
    default_message = "The server has a problem of its own."
    default_hint = "Try again later."


class ConnectionLost(DownloadError):
    kind = "connection_lost"
    resumable = True
    default_message = "The connection broke again and again. What came so far is kept."
    default_hint = "Try again when the connection is better: it goes on where it stopped."


class FileChanged(DownloadError):
    kind = "file_changed"
    default_message = "The file on the server changed while it was being downloaded."
    default_hint = "Start the download again from the beginning."


class WrongFile(DownloadError):
    kind = "wrong_file"
    default_message = "The server sent something else than the model file."
    default_hint = "Open the link in your browser to see what is there."


class ChecksumWrong(DownloadError):
    kind = "checksum_wrong"
    default_message = "The downloaded file is not the one that was promised; it was thrown away."
    default_hint = "Try again. If it happens again, do not use this source."


class DownloadBusy(DownloadError):
    kind = "download_busy"
    default_message = "This file is being downloaded already."
    default_hint = "Wait for the other window or command to finish."


class NoRoom(DownloadError):
    kind = "no_room"
    resumable = True
    default_message = "There is not enough room on the disk for this file."
    default_hint = "Free some space, then try again: it goes on where it stopped."
