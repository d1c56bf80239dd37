"""Count what a Word document holds and the reading leaves out or decides: counts to warnings."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.types import Warning


@dataclass(slots=True)
class Left:
    """Running counts of one reading; `hidden` counts characters, everything else counts occurrences."""

    hidden: int = 0
    changes: int = 0
    pictures: int = 0
    objects: int = 0

    def warnings(self, file: str) -> tuple[Warning, ...]:
        """One warning for each kind of thing that was met.

        >>> [str(warning) for warning in Left(hidden=1).warnings("a.docx")]
        ['a.docx: 1 character of hidden text was left out; make the text visible in Word if it counts']
        """
        found = (
            (
                self.hidden,
                "character of hidden text was left out",
                "characters of hidden text were left out",
                "make the text visible in Word if it counts",
            ),
            (
                self.changes,
                "tracked change was read as accepted",
                "tracked changes were read as accepted",
                "accept or reject the changes in Word if another wording holds",
            ),
            (
                self.pictures,
                "picture is large enough to hold text and was not read",
                "pictures are large enough to hold text and were not read",
                "look at the pictures and type what counts into the document",
            ),
            (
                self.objects,
                "embedded object was not read",
                "embedded objects were not read",
                "open it in Word and paste what counts as text",
            ),
        )
        return tuple(
            Warning(file, "", f"{count} {one if count == 1 else many}", remedy)
            for count, one, many, remedy in found
            if count
        )
