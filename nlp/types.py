"""Every record that crosses a stage: frozen, plain, anchored in the text it came from.

Ranges are half-open: `document.text[start:end]` is the text of whatever carries `start` and `end`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pandas import DataFrame

Format = Literal["txt", "html", "csv", "docx", "pdf", "xlsx", "ofd", "image"]
DocumentKind = Literal["plan", "report", "other"]
BlockKind = Literal["title", "heading", "paragraph", "table"]
Role = Literal["lead", "support", "supervise", "person"]
PartySource = Literal["annotation", "subject"]
DeadlineKind = Literal["date", "range", "recurring", "ongoing", "event", "relative", "immediate"]
StatementKind = Literal["done", "in_progress", "planned", "negated", "requirement", "prior", "background"]
Status = Literal["covered", "partial", "none"]
Timeliness = Literal["met", "late", "overdue", "due", "unknown"]
OutcomeState = Literal["read", "read with warnings", "refused"]
Op = Literal[">=", "<=", "="]


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that could not be read or had to be guessed: where it is and what would mend it.

    `refused` is True where nothing of the file was read.
    """

    file: str
    place: str
    problem: str
    remedy: str
    refused: bool = False

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.problem}；{self.remedy}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: characters of the document's text, its block, its page (from 1; None without pages)."""

    block: int
    start: int
    end: int
    page: int | None = None


class Shown:
    """What records show in a notebook. Records know no renderer: it is looked up by name when it is asked for."""

    __slots__ = ()

    def to_frame(self) -> DataFrame:
        """A pandas DataFrame, a row for each block, task, passage or item."""
        frame: DataFrame = import_module("nlp.render.frame").to_frame(self._shown())
        return frame

    def _repr_html_(self) -> str:
        html: str = import_module("nlp.render.notebook").html_of(self._shown())
        return html

    def _shown(self) -> Any:
        return self


# --- parse ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell stands once, at its first row and column, and says what it spans.

    `column_span` and `row_span` are counts; `header` is True in rows that name the columns.
    """

    row: int
    column: int
    place: Place
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in reading order; `block` is the index of the table's block, `rows` and `columns` its size."""

    block: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph or table in reading order.

    `level` is the depth of a heading or numbered item: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; None elsewhere.
    `number` is the printed or automatic number (`一`, `（二）`, `1`), part of the text.
    `body` is the offset in the document's text at which the first sentence begins behind a heading's title on the
    same line, or behind a list item's number; None where there is no title or number, or nothing behind it.
    """

    kind: BlockKind
    place: Place
    level: int | None = None
    number: str | None = None
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A node of the outline: its number, its title without number and end mark, its depth, its block and its parent.

    `parent` is the index of the enclosing heading in `Document.outline`, None at the top.
    """

    number: str | None
    title: str
    level: int
    block: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both inclusive; None where it is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Document(Shown):
    """A file as a reader sees it: one text, its blocks, tables and outline, and the facts that its head states.

    `year_source` tells whether the year was read in the title, the file name, the date of issue or the text.
    `unit` is the body that a report speaks for, `period` the time it speaks about; both None on plans.
    """

    file: str
    sha256: str
    format: Format
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    outline: tuple[Heading, ...] = ()
    title: str | None = None
    kind: DocumentKind = "other"
    year: int | None = None
    year_source: str | None = None
    issuer: str | None = None
    number: str | None = None
    issued: date | None = None
    unit: str | None = None
    period: Period | None = None
    pages: int | None = None
    warnings: tuple[Warning, ...] = ()

    def text_of(self, record: Block | Cell | Task | Passage) -> str:
        """The text of a block, cell, task or passage of this document."""
        place = record.source if isinstance(record, Task) else record.place
        return self.text[place.start : place.end]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a file: its state, the size of its text, its tables and pages, what is to be said of it."""

    file: str
    state: OutcomeState
    characters: int = 0
    tables: int = 0
    pages: int | None = None
    warnings: tuple[Warning, ...] = ()


# --- extract: plans -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a task list keeps of the document it came from."""

    file: str
    sha256: str
    title: str | None
    kind: DocumentKind
    year: int | None
    issuer: str | None
    pages: int | None


@dataclass(frozen=True, slots=True)
class Workstream:
    """A top-level part of the plan; `number` is None where it is a table's category column."""

    id: str
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The heading level below the workstream; `number` is None where there is none."""

    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a task orders: the verb, what it acts on, and the clause they stand in."""

    verb: str
    object: str
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who answers for a task, as the document prints the name.

    `start`, `end` are places in the document's text; None where the name was inferred (`inferred` says from what).
    """

    name: str
    role: Role
    source: PartySource
    start: int | None = None
    end: int | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: the phrase and its value, as gold/FORMAT defines the seven kinds.

    Dates are inclusive. `duration` is ISO 8601, `rrule` an RFC 5545 RRULE.
    `offset` is the phrase's first character: in the text given to `find_deadlines`, in the document's text on a task.
    `inferred` names what was not read but concluded (`"year"` where the plan's year was filled in).
    """

    text: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    duration: str | None = None
    offset: int | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that the work must reach; percentages keep the unit `%`. `offset` as in `Deadline`."""

    text: str
    op: Op
    value: float
    unit: str
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence, or one table cell, that orders work; `id` is workstream.measure.sentence, each counted from 1."""

    id: str
    workstream: str | None
    measure: Measure | None
    text: str
    actions: tuple[Action, ...]
    parties: tuple[Party, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    source: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class Plan(Shown):
    """What a plan holds: its workstreams and its tasks in reading order."""

    document: DocumentFacts
    workstreams: tuple[Workstream, ...]
    tasks: tuple[Task, ...]
    warnings: tuple[Warning, ...] = ()

    def _shown(self) -> TaskList:
        return TaskList(self, ())


# --- extract: reports -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a table cell of a report; `section` is the path of heading titles above it.

    `row` holds the other cells of a table row, as `header：text`, so that a cell is not judged alone.
    """

    id: int
    text: str
    place: Place
    section: tuple[str, ...] = ()
    kind: Literal["heading", "sentence", "cell"] = "sentence"
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit handed in, cut into passages."""

    id: str
    file: str
    sha256: str
    title: str | None
    unit: str | None
    year: int | None
    period: Period | None
    passages: tuple[Passage, ...]
    warnings: tuple[Warning, ...] = ()


# --- classify -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """The workstream of the taxonomy that a text belongs to; `target` is the task's or passage's id."""

    target: str
    workstream: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Statement:
    """What kind of statement a passage is, how sure, and the cue that decided."""

    passage: int
    kind: StatementKind
    score: float
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class TaskList(Shown):
    """A plan with the classifier's labels: what `duban tasks` prints."""

    plan: Plan
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Tagged(Shown):
    """A document's passages with their statements and labels: what `duban classify` prints."""

    report: Report
    statements: tuple[Statement, ...]
    labels: tuple[Label, ...]


# --- match ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A passage that speaks about a task: `score` is how likely it is evidence, `relevance` how near its words are.

    `actions` are the indices of the task's actions that the passage speaks of.
    """

    task: str
    report: str
    passage: int
    relevance: float
    score: float
    actions: tuple[int, ...] = ()


# --- cover ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a coverage report keeps of each report; `decided` is False where part of the file could not be read."""

    id: str
    file: str
    sha256: str
    title: str | None
    unit: str | None
    period: Period | None
    decided: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that proves an item, with its place; `when` is a date as far as it is stated, `count` a stated number."""

    report: str
    quote: str
    page: int | None
    start: int
    end: int
    statement: StatementKind
    score: float
    when: str | None = None
    count: float | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A near passage that is no evidence, with the reason."""

    report: str
    quote: str
    page: int | None
    start: int
    end: int
    statement: StatementKind
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """The status that one report gives an item."""

    report: str
    status: Status


@dataclass(frozen=True, slots=True)
class Item:
    """The verdict on one task of the plan over all reports."""

    task: str
    status: Status
    timeliness: Timeliness
    by_report: tuple[ReportStatus, ...]
    evidence: tuple[Evidence, ...]
    rejected: tuple[Rejected, ...]
    why: str
    decided: bool = True


@dataclass(frozen=True, slots=True)
class WorkstreamCount:
    """How many items of a workstream have which status; None gathers the tasks without a workstream."""

    workstream: str | None
    covered: int
    partial: int
    none: int


@dataclass(frozen=True, slots=True)
class ReportCount:
    """How many items a report gives which status."""

    report: str
    covered: int
    partial: int
    none: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals; `rate` counts a partial item as one half."""

    items: int
    covered: int
    partial: int
    none: int
    rate: float
    by_workstream: tuple[WorkstreamCount, ...]
    by_report: tuple[ReportCount, ...]


@dataclass(frozen=True, slots=True)
class Coverage(Shown):
    """Which plan items have evidence and which have none."""

    plan: TaskList
    as_of: date
    reports: tuple[ReportFacts, ...]
    items: tuple[Item, ...]
    summary: Summary
    warnings: tuple[Warning, ...] = ()
