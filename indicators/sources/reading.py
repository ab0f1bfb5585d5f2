"""What the adapters share: a CSV read whole as text, columns coded, figures and markers told apart."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from ..markers import status_of
from ..periods import Period, PeriodError
from ..rows import Rejection, Rows, Words

EXAMPLES = 3
THOUSANDS = r"\s*[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?(?:[eE][+-]?\d+)?\s*"


class UnusableFile(Exception):
    """The file as a whole cannot be read; `sentence` says what it is and what was expected."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_csv(path: Path, required: Iterable[str]) -> pd.DataFrame:
    """The whole file as text, refused with a sentence when it is not the table it should be.

    Takes UTF-8 with or without BOM (Windows-1252 if it is not UTF-8), any line ends, columns in any order,
    tabs in place of commas (a spreadsheet's "Unicode text"); refuses an empty file, a web page, missing
    columns, a file that stops in the middle of a row.
    """
    text = decoded(path.read_bytes())
    separator = _separator(text)
    _refuse_wrong_columns(text, required, separator)
    text = _refuse_torn_rows(text, separator)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=True,
        )
    except (pd.errors.ParserError, ValueError) as error:
        raise UnusableFile(f"The file is not a sound table: {_first_line(error)}.") from error
    frame.columns = [_heading(column) for column in frame.columns]
    if frame.empty:
        raise UnusableFile("The file has its headings and no rows.")
    return frame


def decoded(raw: bytes) -> str:
    """A file's bytes as text, refused with a sentence where they are none.

    UTF-8 with or without BOM, UTF-16 with one, else Windows-1252.
    """
    if not raw.strip():
        raise UnusableFile("The file is empty.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnusableFile("The file is not text: it begins like UTF-16 and is not.") from error
    else:
        if b"\x00" in raw[:65536]:
            raise UnusableFile("The file is not text: it holds zero bytes.")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    if text[:512].lstrip().startswith("<"):
        raise UnusableFile("The file is a web page, not a table: it begins with “<”.")
    if text[:512].lstrip().startswith(("{", "[{")):
        raise UnusableFile("The file is JSON, not a table: it begins with “{”.")
    return text


def _separator(text: str) -> str:
    """A comma, or the tab that parts the headings; semicolons are refused.

    They come with decimal commas, and 1,234 is then another number than it is here.
    """
    first = next(csv.reader(io.StringIO(text, newline="")), [])
    if len(first) > 1 or not first:
        return ","
    if first[0].count(";") > first[0].count("\t"):
        raise UnusableFile(
            "The columns are parted by semicolons, as a spreadsheet saves them in some countries, and what a "
            "comma in a figure means cannot be told. Bring the file as the publisher gives it."
        )
    return "\t" if "\t" in first[0] else ","


def _refuse_wrong_columns(text: str, required: Iterable[str], separator: str) -> None:
    first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    headings = [_heading(column) for column in first]
    missing = [column for column in required if column not in headings]
    if missing:
        raise UnusableFile(
            f"The columns are not those of this source: {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. It begins “{', '.join(headings[:4])[:80]}”."
        )
    if len(set(headings)) != len(headings):
        raise UnusableFile("A column heading stands twice in the file.")


def refuse_open_quote(text: str) -> None:
    """A text that ends inside a quoted cell is the beginning of a longer one."""
    if text.count('"') % 2:
        raise UnusableFile("The file is cut short: it ends inside a quoted cell.")


def _refuse_torn_rows(text: str, separator: str) -> str:
    """Every row has as many columns as the headings: pandas would fill a row that stops with blanks.

    Whole-array: quotes by parity, then the separators outside them counted between line ends outside them.
    Gives the text back with LF as its line ends where they were CR alone.
    """
    refuse_open_quote(text)
    content = text.encode()
    octets = np.frombuffer(content if content.endswith((b"\n", b"\r")) else content + b"\n", dtype=np.uint8)
    quoted = np.bitwise_xor.accumulate((octets == ord('"')).view(np.uint8)).view(bool)
    ends = np.flatnonzero((octets == ord("\n")) & ~quoted)
    returns = np.flatnonzero((octets == ord("\r")) & ~quoted)
    alone = returns[octets[np.minimum(returns + 1, len(octets) - 1)] != ord("\n")]
    if len(alone) > len(ends):
        octets = octets.copy()
        octets[alone] = ord("\n")
        text = octets.tobytes().decode()
        ends = np.flatnonzero((octets == ord("\n")) & ~quoted)
    starts = np.r_[0, ends[:-1] + 1]
    parted = np.add.reduceat((octets == ord(separator)) & ~quoted, starts, dtype=np.int64)
    blank = ends - starts <= 1  # nothing, or the CR of a CRLF
    short = np.flatnonzero((parted < parted[0]) & ~blank)
    if len(short):
        raise UnusableFile(
            f"The file is cut short: row {int(short[0]) + 1} has fewer columns than the headings."
        )
    return text


def _heading(text: object) -> str:
    return str(text).replace("\N{NO-BREAK SPACE}", " ").strip()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["unreadable"])[0].strip().rstrip(".")


def words(column: pd.Series) -> Words:
    """A text column as codes and vocabulary, spaces at the ends taken off."""
    codes, found = pd.factorize(column)
    stripped = [str(word).replace("\N{NO-BREAK SPACE}", " ").strip() for word in found]
    return Words.merged(codes, stripped)


def numbers(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The figures of a column (NaN where there is none) and a mask of the cells that say something else.

    A comma parts thousands; 15,7 is no figure here, and never 157.
    """
    plain = column.str.replace(",", "", regex=False).str.strip()
    values = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=np.float64)
    values = np.where(np.isfinite(values), values, np.nan)
    parted = np.flatnonzero((column.str.len() != plain.str.len()).to_numpy())
    if len(parted):
        said = column.iloc[parted]
        astray = said.str.contains(",", regex=False) & ~said.str.fullmatch(THOUSANDS)
        values[parted[astray.to_numpy()]] = np.nan
    return values, np.isnan(values) & (plain != "").to_numpy()


def periods(column: Words, read: Callable[[str], Period]) -> tuple[Words, np.ndarray]:
    """Each distinct period read once, as `first day|last day|label`; and a mask of the rows it refused."""
    said: list[str] = []
    bad: list[bool] = []
    for word in column.words:
        try:
            period = read(word)
        except PeriodError:
            said.append("")
            bad.append(True)
        else:
            said.append(f"{period.start_on}|{period.end_on}|{period.label}")
            bad.append(False)
    return Words.merged(column.codes, said), np.array(bad, dtype=bool)[column.codes]


def statuses(markers: Words, remarks: Words, has_value: np.ndarray) -> Words:
    """The status of every row, worked out once for each distinct marker, remark and presence of a value."""
    combined = (markers.codes.astype(np.int64) * len(remarks.words) + remarks.codes) * 2 + has_value.astype(
        np.int64
    )
    distinct, codes = np.unique(combined, return_inverse=True)
    said = []
    for one in distinct.tolist():
        marker, remark = divmod(one // 2, len(remarks.words))
        said.append(
            str(int(status_of(markers.words[marker], remarks.words[remark], has_value=bool(one % 2))))
        )
    return Words.merged(codes, said)


def marked_periods(
    column: Words, beside: Words, read: Callable[[str, str], tuple[Period, str]]
) -> tuple[Words, Words, np.ndarray]:
    """Like `periods`, with a second column that says the kind; also the mark beside each ("provisional")."""
    pairs, codes = _distinct((column, beside))
    said, marks, bad = [], [], []
    for text, kind in pairs:
        try:
            period, mark = read(text, kind)
        except PeriodError:
            said.append("")
            marks.append("")
            bad.append(True)
        else:
            said.append(f"{period.start_on}|{period.end_on}|{period.label}")
            marks.append(mark)
            bad.append(False)
    return Words.merged(codes, said), Words.merged(codes, marks), np.array(bad, dtype=bool)[codes]


def said_of(
    columns: tuple[Words, ...], has_value: np.ndarray, tell: Callable[..., tuple[int, str]]
) -> tuple[Words, Words]:
    """The status and the words beside every row, told once for each distinct combination of columns."""
    there = Words.merged(has_value.astype(np.int32), ["", "yes"])
    distinct, codes = _distinct((*columns, there))
    told = [tell(words[:-1], has_value=bool(words[-1])) for words in distinct]
    return (
        Words.merged(codes, [str(int(status)) for status, _ in told]),
        Words.merged(codes, [remark for _, remark in told]),
    )


def _distinct(columns: tuple[Words, ...]) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """The distinct combinations of several columns' words, and which of them each row has."""
    key = np.zeros(len(columns[0].codes), dtype=np.int64)
    for column in columns:
        key = key * max(1, len(column.words)) + column.codes
        _, key = np.unique(key, return_inverse=True)  # kept small: the product could pass 64 bits
    _, first, codes = np.unique(key, return_index=True, return_inverse=True)
    return [tuple(column.words[column.codes[n]] for column in columns) for n in first.tolist()], codes


def assemble(
    text: Mapping[str, Words],
    number: Mapping[str, np.ndarray],
    refused: Mapping[str, np.ndarray],
    read: int,
) -> Rows:
    """The rows that stand, each once; those that do not, with their reasons.

    `refused` gives a mask for each reason. A row that says again exactly what another says (an England
    row published twice) is taken once; rows that contradict one another are both refused.
    """
    rows = Rows(text=dict(text), number=dict(number), read=read)
    rejected: list[Rejection] = []
    standing = np.ones(len(rows), dtype=bool)
    for reason, mask in refused.items():
        hit = mask & standing
        if hit.any():
            rejected.append(Rejection(reason, int(hit.sum()), examples(rows, hit)))
            standing &= ~hit
    key = pd.DataFrame(
        {
            name: rows.text[name].codes
            for name in ("area", "indicator", "period", "sex", "age", "category_type", "category")
        }
    )
    if "" in rows.text["area"].words:  # an area known by its name alone is told apart by it
        named = np.array([not word for word in rows.text["area"].words])[rows.text["area"].codes]
        key["name"] = np.where(named, rows.text["area_name"].codes, -1)
    whole = key.assign(value=rows.number["value"], status=rows.text["status"].codes)
    again = whole[standing].duplicated().reindex(whole.index, fill_value=False).to_numpy()
    if again.any():
        rejected.append(
            Rejection("the same row stands twice in the file", int(again.sum()), examples(rows, again))
        )
        standing &= ~again
    torn = key[standing].duplicated(keep=False).reindex(key.index, fill_value=False).to_numpy()
    if torn.any():
        rejected.append(
            Rejection("two rows of the file contradict one another", int(torn.sum()), examples(rows, torn))
        )
        standing &= ~torn
    kept = rows.take(standing)
    kept.rejected = rejected
    return kept


def examples(rows: Rows, mask: np.ndarray) -> tuple[str, ...]:
    """A few of the rows of a mask, as "area, period", each once; the area by its name if it has no code."""
    places = np.flatnonzero(mask)
    area, name = rows.text["area"], rows.text["area_name"]
    said = dict.fromkeys(
        ", ".join(
            filter(
                None,
                (
                    area.words[area.codes[place]] or name.words[name.codes[place]],
                    rows.text["period"].words[rows.text["period"].codes[place]].rpartition("|")[2],
                ),
            )
        )
        for place in places[: EXAMPLES * 10]
    )
    return tuple(list(said)[:EXAMPLES])
