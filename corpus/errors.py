"""The one tree of errors that Klum raises on purpose; every message says what, where and what to do.

KlumError
├── CorpusError
│   ├── SpanError            a span that does not lie in its text, or a quote that is not its text
│   └── LoadError            a file that cannot be taken in
│       ├── EmptyFileError       nothing in it
│       ├── UnsupportedFileError a type Klum does not read, or not what its name says
│       ├── EncodingError        bytes that are no text, or Thai text that is broken beyond repair
│       ├── ScannedPDFError      pages that are pictures without text
│       └── UnreadableFileError  missing, no permission, damaged, too large
├── IndexStoreError
│   ├── CatalogueError       the catalogue is damaged or of another version
│   ├── LockedError          another process is writing
│   ├── EncoderError         an embedding model that cannot be loaded or does not fit the index
│   │   └── OtherModelError      the stored vectors are of another embedding model
│   └── NotFoundError        no such document or chunk
├── AssistantError           a question that cannot be taken, a prompt that is wrong
│   └── ModelError               a language model that cannot be used or fails; the extractive engine answers instead
├── EvaluationError          a question set or a results file that cannot be used
└── SettingsError            a setting that is not known or not valid
"""


class KlumError(Exception):
    """Base of all errors that a user can do something about.

    Args:
        message: what was wrong and with which input, one or two sentences.
        hint: what to do about it; shown after the message.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class CorpusError(KlumError):
    """Something about a document's text."""


class SpanError(CorpusError):
    """A span that does not lie in its text, or text that is not what its span says."""


class LoadError(CorpusError):
    """A file that cannot be taken in."""


class EmptyFileError(LoadError):
    """A file with nothing to read in it."""


class UnsupportedFileError(LoadError):
    """A type that Klum does not read, or content that is not what the name says."""


class EncodingError(LoadError):
    """Bytes that are no text, or Thai text that is broken beyond repair."""


class ScannedPDFError(LoadError):
    """A PDF whose pages are pictures without text."""


class UnreadableFileError(LoadError):
    """A file that is missing, forbidden, damaged, encrypted or too large."""


class IndexStoreError(KlumError):
    """Something about the stores under the Klum home."""


class CatalogueError(IndexStoreError):
    """The catalogue is damaged, or was made by another version."""


class LockedError(IndexStoreError):
    """Another process is writing to this home."""


class EncoderError(IndexStoreError):
    """An embedding model that cannot be loaded, or that does not fit the stored vectors."""


class OtherModelError(EncoderError):
    """The stored vectors are of another embedding model than the one that is used."""


class NotFoundError(IndexStoreError):
    """No such document, version or chunk."""


class AssistantError(KlumError):
    """A question, prompt or model that cannot be used."""


class ModelError(AssistantError):
    """A language model that cannot be used, or failed; the message holds nothing that its server said.

    Args:
        message: what was wrong.
        hint: what to do about it.
        passing: whether it may work when tried again at once.
    """

    def __init__(self, message: str, *, hint: str = "", passing: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.passing = passing


class EvaluationError(KlumError):
    """A question set or a results file that cannot be used."""


class InboxError(KlumError):
    """The file with visitors' questions cannot be used."""


class AccountError(KlumError):
    """An account that cannot be made, changed or used."""


class SettingsError(KlumError):
    """A setting that is not known or has no valid value."""
