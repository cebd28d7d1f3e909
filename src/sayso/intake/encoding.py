"""Which characters do these bytes stand for? Bytes to text, or a clear refusal."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import BinaryIO

from sayso.errors import InputError
from sayso.intake.alphabets import fluency

__all__ = [
    "LIMIT_BYTES",
    "LIMIT_TEXT",
    "charset_of",
    "check_text",
    "decode",
    "read_limited",
    "too_large",
    "without_halves",
]

LIMIT_BYTES = 20_000_000
LIMIT_TEXT = f"{LIMIT_BYTES // 1_000_000} MB"

# The longer mark first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF", "export its text to .txt first"),
    (b"PK\x03\x04", "a zip archive (or an office document)", "unpack it, or export the text to .txt"),
    (b"PK\x05\x06", "an empty zip archive", "give a text, HTML or JSONL file"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"\x89PNG\r\n", "a PNG image", "give the text, not a picture of it"),
    (b"\xff\xd8\xff", "a JPEG image", "give the text, not a picture of it"),
    (b"GIF8", "a GIF image", "give the text, not a picture of it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", "export its text to .txt first"),
    (b"{\\rtf", "an RTF document", "export its text to .txt first"),
    (b"\x7fELF", "a program", "give a text, HTML or JSONL file"),
    (b"SQLite format 3\x00", "a SQLite database", "give a text, HTML or JSONL file"),
)
# Encodings that shift between alphabets pass for ASCII, and for nonsense: how ISO-2022 and HZ begin Chinese.
_SHIFTED = re.compile(rb"\x1b\$[()]?[@-Z]|~\{(?:[!-w][!-~])+~\}")
# One-byte encodings that English reports with foreign names are met in. East Asian ones are left out: short
# stretches of Cyrillic pass for them, and reports in them are not what we read.
_LATIN = ["cp1252", "cp1250", "cp1254", "mac_roman"]
_CYRILLIC = ["cp1251", "koi8_r", "koi8_u", "cp866"]
_OTHER = [*_CYRILLIC, "cp1253", "cp1256", "cp1255"]
# What whole texts in Cyrillic or Arabic letters come in; told by how fluent their letters are, which no library does.
_WHOLE = ["cp1251", "koi8_u", "cp866", "cp1125", "iso8859_5", "mac_cyrillic", "cp1256", "iso8859_6"]
_FLUENT = 3.2
_RARER = {"mac_cyrillic": 0.15}  # differs from cp1251 in capitals and quotes only, and is met far less often
# Bytes that are the same punctuation in every Windows code page for Latin and Cyrillic: curly quotes, dashes, dots.
_SHARED = frozenset(
    b"\x82\x84\x85\x86\x87\x89\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa6\xa7\xa9\xab\xac\xad\xae\xb0\xb1\xb6\xb7\xbb"
)
# The encodings of the web (WHATWG Encoding Standard): a label of any other, such as UTF-7, a mainframe's or one of
# Python's own that decodes no text, makes of bytes what nobody wrote.
_WEB = frozenset(
    (
        "big5", "big5hkscs", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
        "cp1258", "cp866", "cp874", "cp932", "cp949", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "iso8859-10",
        "iso8859-11", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "iso8859-2", "iso8859-3", "iso8859-4",
        "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9", "koi8-r", "koi8-u", "mac-cyrillic",
        "mac-roman", "shift_jis", "tis-620",
    )
)  # fmt: skip
# And its labels, where a page that says Latin-1 has Windows-1252.
_LABELS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_ODD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f\u2010-\u2026]\w|(?<=[^\W\d_])[²³¹¼-¾]|[£¥¿²³¹¼-¾](?=[^\W\d_])")
_ALL_HIGH = re.compile(r"(?<!\w)[^\W\x00-\x7f]{3,}(?!\w)")
_MIXED = re.compile(r"[A-Za-z][^\W\x00-\x7f]|[^\W\x00-\x7f][A-Za-z]")
_LOOK = 20_000
_ASCII_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_HALF = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def too_large(source: str, size: object) -> InputError:
    """The refusal of an input over the limit; ``size`` is what is known of it."""
    return InputError(source, "size", size, f"at most {LIMIT_TEXT} for one report; split it into its reports")


def read_limited(stream: BinaryIO, source: str, head: bytes = b"") -> bytes:
    """``head`` and all that follows it in a stream; InputError, without reading on, over LIMIT_BYTES in all."""
    data = head + stream.read(LIMIT_BYTES + 1 - len(head))
    if len(data) > LIMIT_BYTES:
        raise too_large(source, f"more than {LIMIT_BYTES:,} bytes")
    return data


def _error_spans(data: bytes) -> tuple[int, int]:
    """How many many-byte UTF-8 sequences are right, and how many are wrong."""
    repaired = data.decode("utf-8", errors="replace")
    already = data.count("\ufffd".encode())
    wrong = repaired.count("\ufffd") - already
    right = sum(ch > "\x7f" for ch in repaired) - wrong
    return right, wrong


def _cut_at_end(data: bytes) -> bool:
    """Whether UTF-8 is sound but for a last character of which at least two bytes are there."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        return False
    return data[-1] & 0xC0 == 0x80


def _odd_in_words(text: str) -> int:
    """How many non-ASCII signs that are no letters stand inside or against a word: a wrong Latin code page."""
    return len(_ODD.findall(text))


def _best(data: bytes, candidates: list[str]) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes  # late: most files are UTF-8, and a short command starts sooner

    found = from_bytes(data, cp_isolation=candidates).best()
    return None if found is None else (found.encoding, str(found))


def _whole_text(data: bytes) -> str | None:
    """The text, where most of its letters are Cyrillic or Arabic and read fluently in one of their encodings."""
    sample = data[:_LOOK]
    high = sum(map((128).__le__, sample))
    if 2 * high <= high + sum(map(_ASCII_LETTERS.__contains__, sample)):
        return None
    weighed = []
    for turn, encoding in enumerate(_WHOLE):
        with suppress(UnicodeDecodeError):
            weighed.append((fluency(sample.decode(encoding)) - _RARER.get(encoding, 0.0), -turn, encoding))
    if not weighed or max(weighed)[0] < _FLUENT:
        return None
    return data.decode(max(weighed)[2], errors="replace")


def _detect(data: bytes) -> str | None:
    if not set(data) - _SHARED - set(range(128)):
        return data.decode("cp1252")
    if (whole := _whole_text(data)) is not None:
        return whole
    best = _best(data, _LATIN + _OTHER)
    if best is None or best[0] not in _LATIN:
        return best[1] if best else None
    text = best[1]
    if len(_ALL_HIGH.findall(text)) > len(_MIXED.findall(text)):
        # No language in Latin letters writes whole words in accents: one name in another script.
        other = _best(data, _CYRILLIC) or _best(data, _OTHER)
        return other[1] if other else text
    if best[0] == "cp1252":
        # Central European names are taken for Western ones when they are few: "£ódŸ" for "Łódź".
        try:
            central = data.decode("cp1250")
        except UnicodeDecodeError:
            return text
        return central if _odd_in_words(central) < _odd_in_words(text) else text
    return text


def decode(data: bytes, source: str, declared: str | None = None) -> str:
    """Text of ``data``: byte-order mark, then UTF-8, then the ``declared`` charset, then detection.

    A byte-order mark is a label and no part of the text; line ends stay as they are. UTF-8 with few
    errors (one wrong sequence to three right ones, or a last character cut off) is decoded with U+FFFD
    for what is broken; anything worse is another encoding. Raises InputError for binaries.
    """
    for magic, what, fix in _MAGIC:
        if data.startswith(magic):
            raise InputError(source, "content", what, fix)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return check_text(data[len(mark) :].decode(encoding, errors="replace"), source)
    if b"\0" in data:
        raise InputError(
            source, "content", "NUL bytes: a binary, or UTF-16 without a mark", "give text, saved as UTF-8"
        )
    if _SHIFTED.search(data):
        raise InputError(source, "encoding", "ISO-2022, or another that shifts alphabets", "save the report as UTF-8")
    return check_text(_decode_unmarked(data, source, declared), source)


def _decode_unmarked(data: bytes, source: str, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    label = (declared or "").strip().lower()
    if label and label not in ("utf-8", "utf8"):
        try:
            encoding = codecs.lookup(_LABELS.get(label, label)).name
            if encoding in _WEB:
                return data.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            pass  # a label that is unknown, or that the bytes contradict, tells nothing
    right, wrong = _error_spans(data)
    if right >= 3 * wrong or _cut_at_end(data):
        return data.decode("utf-8", errors="replace")
    text = _detect(data)
    if text is None:
        raise InputError(source, "encoding", "unknown", "save the report as UTF-8")
    return text


def charset_of(head: bytes) -> str:
    """The name of the encoding that a file is in whose beginning this is: by its mark, else the likeliest."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, "utf-32")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        best = _best(head, _LATIN + _OTHER)
        return best[0] if best else "cp1252"
    return "utf-8"


def check_text(text: str, source: str) -> str:
    """The same text, unless it is empty or binary in disguise (InputError).

    Lone surrogates, which JSON can smuggle in and nothing can write out, become U+FFFD one for one, so
    that offsets hold.
    """
    if len(text) > LIMIT_BYTES:
        raise too_large(source, f"{len(text):,} characters")
    if not text.strip("\ufeff\u200b\u200e\u200f\u2060 \t\r\n\x0b\x0c\x85\xa0\u2028\u2029"):
        raise InputError(source, "text", "empty", "give a report with words in it")
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > 8 + len(text) // 200:
        raise InputError(source, "content", f"{controls} control characters", "give text, not a binary")
    return without_halves(text)


def without_halves(text: str) -> str:
    """The same text with U+FFFD for every half of a surrogate pair."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text
