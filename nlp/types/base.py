"""What every stage shares: warnings, places in the text, and how records show themselves in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pandas import DataFrame

DocumentKind = Literal["plan", "report", "other"]


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
