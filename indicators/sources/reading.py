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


class UnusableFile(Exception):
    """The file as a whole cannot be read; `sentence` says what it is and what was expected."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_csv(path: Path, required: Iterable[str]) -> pd.DataFrame:
    """The whole file as text, refused with a sentence when it is not the table it should be.

    Takes UTF-8 with or without BOM (Windows-1252 if it is not UTF-8), any line ends, columns in any
    order; refuses an empty file, a web page, missing columns, a file that stops in the middle of a row.
    """
    raw = path.read_bytes()
    if not raw.strip():
        raise UnusableFile("The file is empty.")
    head = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        raise UnusableFile("The file is a web page, not a table: it begins with “<”.")
    if b"\x00" in raw[:65536]:
        raise UnusableFile("The file is not text: it holds zero bytes.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    _refuse_wrong_columns(text, required)
    _refuse_torn_rows(text.encode())
    try:
        frame = pd.read_csv(
            io.StringIO(text), dtype=str, keep_default_na=False, na_filter=False, skip_blank_lines=True
        )
    except (pd.errors.ParserError, ValueError) as error:
        raise UnusableFile(f"The file is not a sound table: {_first_line(error)}.") from error
    frame.columns = [_heading(column) for column in frame.columns]
    if frame.empty:
        raise UnusableFile("The file has its headings and no rows.")
    return frame


def _refuse_wrong_columns(text: str, required: Iterable[str]) -> None:
    first = next(csv.reader(io.StringIO(text)), [])
    headings = [_heading(column) for column in first]
    missing = [column for column in required if column not in headings]
    if missing:
        raise UnusableFile(
            f"The columns are not those of this source: {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. It begins “{', '.join(headings[:4])[:80]}”."
        )
    if len(set(headings)) != len(headings):
        raise UnusableFile("A column heading stands twice in the file.")


def _refuse_torn_rows(content: bytes) -> None:
    """Every row has as many columns as the headings: pandas would fill a row that stops with blanks.

    Whole-array: quotes by parity, then the commas outside them counted between line ends outside them.
    """
    octets = np.frombuffer(content if content.endswith(b"\n") else content + b"\n", dtype=np.uint8)
    quoted = np.bitwise_xor.accumulate((octets == ord('"')).view(np.uint8)).view(bool)
    if quoted[-1]:
        raise UnusableFile("The file is cut short: it ends inside a quoted cell.")
    ends = np.flatnonzero((octets == ord("\n")) & ~quoted)
    starts = np.r_[0, ends[:-1] + 1]
    commas = np.add.reduceat((octets == ord(",")) & ~quoted, starts, dtype=np.int64)
    blank = ends - starts <= 1  # nothing, or the CR of a CRLF
    short = np.flatnonzero((commas < commas[0]) & ~blank)
    if len(short):
        raise UnusableFile(
            f"The file is cut short: row {int(short[0]) + 1} has fewer columns than the headings."
        )


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
    """The figures of a column (NaN where there is none) and a mask of the cells that say something else."""
    plain = column.str.replace(",", "", regex=False).str.strip()
    values = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=np.float64)
    values = np.where(np.isfinite(values), values, np.nan)
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
    """A few of the rows of a mask, as "area, period", each once."""
    places = np.flatnonzero(mask)
    said = dict.fromkeys(
        ", ".join(
            filter(
                None,
                (
                    rows.text["area"].words[rows.text["area"].codes[place]],
                    rows.text["period"].words[rows.text["period"].codes[place]].rpartition("|")[2],
                ),
            )
        )
        for place in places[: EXAMPLES * 10]
    )
    return tuple(list(said)[:EXAMPLES])
