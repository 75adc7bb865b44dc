# SPDX-License-Identifier: Apache-2.0
"""What a verb answers."""

import datetime
import html
import json

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_SHOWN = 50  # Rows of a table in a notebook.


def _time(micros):
    return _EPOCH + datetime.timedelta(microseconds=micros)


class Answer:
    """A table, with what the command says around it.

    Columns are those of ``pullgraph VERB --format csv``: ids and names in columns of their own,
    probabilities as plain fractions, intervals as ``..._low`` and ``..._high``, times in UTC.
    Rows are dictionaries: ``answer[0]["member"]``, ``for row in answer: ...``.
    """

    def __init__(self, table, notes="", code=0):
        self._table = table
        self._columns = [table.column(i) for i in range(table.num_columns)]
        self._rows = None
        self._said = notes
        self._code = code

    @property
    def title(self):
        """The sentence above the table: what it is, and how far history bears it out."""
        return self._table.title

    @property
    def notes(self):
        """The sentences below the table."""
        return list(self._table.notes)

    @property
    def borne_out(self):
        """False if history does not bear out what is said."""
        return self._table.borne_out

    @property
    def columns(self):
        """Names of the columns."""
        return [c.name for c in self._columns]

    def describe(self):
        """What each column means, by name."""
        return {c.name: c.about for c in self._columns}

    def __len__(self):
        return self._columns[0].rows if self._columns else 0

    def column(self, name):
        """The values of one column as a list: numbers, texts, datetimes, lists of them; None
        where there is none."""
        for c in self._columns:
            if c.name == name:
                return self._values(c)
        raise KeyError(f"there is no column {name!r}; there are {', '.join(self.columns)}")

    @staticmethod
    def _values(c):
        values = c.values()
        if c.kind != "time":
            return values
        if c.is_list:
            return [v if v is None else [_time(t) for t in v] for v in values]
        return [v if v is None else _time(v) for v in values]

    def to_dicts(self):
        """The rows, each a dictionary by column."""
        if self._rows is None:
            names = self.columns
            self._rows = [dict(zip(names, row)) for row in zip(*map(self._values, self._columns))]
        return [dict(row) for row in self._rows]

    def __iter__(self):
        return iter(self.to_dicts())

    def __getitem__(self, at):
        if isinstance(at, str):
            return self.column(at)
        self.to_dicts()
        rows = self._rows[at]
        return [dict(row) for row in rows] if isinstance(at, slice) else dict(rows)

    def to_pandas(self):
        """The table as a pandas DataFrame; times are datetime64[ns, UTC], absent numbers NaN or
        <NA>."""
        import pandas

        return pandas.DataFrame({c.name: self._series(pandas, i) for i, c in enumerate(self._columns)},
                                columns=self.columns)

    def _series(self, pandas, i):
        c = self._columns[i]
        numbers = self._table.numbers(i)
        if numbers is None:
            return pandas.Series(c.values(), dtype=object)
        if c.absent:
            import numpy

            there = numpy.unpackbits(self._table.present(i), count=c.rows, bitorder="little").astype(bool)
        if c.kind == "time":
            times = pandas.Series(numbers.view("datetime64[us]")).dt.tz_localize("UTC")
            return times.where(there) if c.absent else times
        if c.kind == "real":
            return pandas.Series(numbers).where(there) if c.absent else pandas.Series(numbers)
        if c.kind == "bool":
            numbers = numbers.astype(bool)
        if not c.absent:
            return pandas.Series(numbers)
        kind = "boolean" if c.kind == "bool" else "Int64"
        return pandas.Series(numbers).astype(kind).where(there)

    def __arrow_c_stream__(self, requested_schema=None):
        """The table as an Arrow C stream, without a copy."""
        return self._table.arrow()

    def to_csv(self, path=None):
        """CSV as the command writes it; to a file, or returned."""
        return self._give(self._table.csv(), path)

    def to_json(self, path=None):
        """JSON as the command writes it, manifest and all details."""
        return self._give(self._table.json(), path)

    def to_pb(self):
        """Delimited pullgraph.v1.Result messages, the manifest first."""
        return self._table.pb()

    def details(self):
        """All there is of each row, nested, as ``--format json`` has it."""
        return json.loads(self._table.json())

    @staticmethod
    def _give(text, path):
        if path is None:
            return text
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return None

    def __str__(self):
        return self._table.text(100)

    def __repr__(self):
        return self._table.text(100)

    def _repr_html_(self):
        shown = [c for c in self._columns if not c.is_list]
        out = [f"<p>{html.escape(self.title)}</p>" if self.title else ""]
        out.append("<table><thead><tr>")
        out.extend(f'<th title="{html.escape(c.about, quote=True)}">{html.escape(c.name)}</th>' for c in shown)
        out.append("</tr></thead><tbody>")
        for row in zip(*(self._values(c)[:_SHOWN] for c in shown)):
            out.append("<tr>" + "".join(f"<td>{html.escape(_cell(v))}</td>" for v in row) + "</tr>")
        out.append("</tbody></table>")
        if len(self) > _SHOWN:
            out.append(f"<p>{_SHOWN} of {len(self)} rows</p>")
        out.extend(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return "".join(out)


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="minutes").replace("+00:00", "")
    return str(value)
