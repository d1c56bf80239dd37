"""How alike two wordings are: by rare n-grams, by a name that both hold with one verb, by nouns that were swapped.

N-grams of characters weigh the more the rarer they are in both plans, so that a formula which many tasks share
(开展…培训) says little and its object much. Two things no n-gram sees are counted by themselves: the same verb on the
same long name, in whatever order, and the same frame around another noun, which is another task.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nlp.lexicon import load
from nlp.review.wording import words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.floating[Any]]

NAME = 6  # characters: a name as long as that, in both wordings, is the same thing
FRAME = 0.25  # the share of a text in the same order as the other's that is no frame yet


def grams(text: str) -> set[str]:
    """The character bigrams and trigrams of a wording, its ends marked, its numbers left out.

    >>> sorted(grams("检查#次"))
    ['^检', '查次', '检查', '检查次', '次$']
    """
    text = text.replace("#", "")
    padded = f"^{text}$"
    bigrams = {padded[i : i + 2] for i in range(len(padded) - 1)}
    return bigrams | {text[i : i + 3] for i in range(len(text) - 2)}


def compare_words(
    first: Sequence[str], second: Sequence[str], *, cuts: Sequence[int] | None = None
) -> Iterator[tuple[Matrix, Matrix]]:
    """The cosine of every two texts over their weighted n-grams, and the share of the lighter that the other holds.

    Rows are the first texts, columns the second; both must not be empty. The rows come in blocks from each of the
    `cuts` to the next, so that long plans take little memory; all at once where there are none.

    >>> ((words, part),) = compare_words(["签订责任书"], ["签订责任书", "签订责任书并公示", "巡河"])
    >>> words.round(2).tolist(), part.round(2).tolist()
    ([[1.0, 0.45, 0.0]], [[1.0, 0.83, 0.0]])
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    sets = [sorted(grams(text)) for text in (*first, *second)]
    seen = Counter(gram for found in sets for gram in found)
    column = {gram: index for index, gram in enumerate(seen)}
    weight = np.log(1 + len(sets) / np.asarray([*seen.values()]))
    indices = np.asarray([column[gram] for found in sets for gram in found])
    starts = np.cumsum([0, *map(len, sets)])
    rows = csr_matrix((weight[indices], indices, starts), shape=(len(sets), len(column)))
    weights = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    others, of_others = rows[len(first) :].T.tocsr(), weights[len(first) :]
    for start, stop in pairwise(cuts if cuts is not None else (0, len(first))):
        shared = (rows[start:stop] @ others).toarray()
        own = weights[start:stop]
        cosine = shared / np.sqrt(np.outer(own, of_others))
        yield np.minimum(cosine, 1.0), np.minimum(shared / np.minimum.outer(own, of_others), 1.0)


def compare_names(first: str, second: str) -> float:
    """How long a name both hold, 0 to 1; less than a third of it where no verb before or beside it is the same.

    >>> compare_names("修订读者入馆须知简化手续", "对读者入馆须知作出修订")
    1.0
    >>> compare_names("门诊设立一站式服务台", "门诊一站式服务台增设打印机")
    0.3
    """
    if first == second:
        return 1.0
    run = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    name = first[run.a : run.a + run.size]
    one, other = (_verbs_in(text.replace(name, " ", 1)) for text in (first, second))
    same_verb = not one.isdisjoint(other) or _verb().match(name) is not None
    return min(1.0, run.size / NAME) * (1.0 if same_verb else 0.3)


def compare_pieces(first: str, second: str) -> float:
    """The share of characters that stand beside the same neighbour in both, in whatever order, 0 to 1.

    >>> compare_pieces("清理废弃线缆", "废弃的线缆要清理")
    0.875
    """
    texts = (first.replace("#", ""), second.replace("#", ""))
    bigrams = [{text[i : i + 2] for i in range(len(text) - 1)} for text in texts]
    shares = []
    for text, others in zip(texts, reversed(bigrams), strict=True):
        held = [text[i : i + 2] in others for i in range(len(text) - 1)]
        covered = sum(a or b for a, b in zip([False, *held], [*held, False], strict=True))
        shares.append(covered / max(1, len(text)))
    return 1.0 if first == second else sum(shares) / 2


def weigh_swapped(first: str, second: str) -> float:
    """How much of two texts with the same frame is another noun in the same place, 0 to 1; verbs may be swapped freely.

    What was swapped counts four times its share of the text where nothing else differs, and the less the less of a
    frame there is.

    >>> weigh_swapped("完成文昌路供水管网改造", "完成望江路供水管网改造")
    0.72...
    >>> weigh_swapped("组建志愿服务队", "成立志愿服务队"), weigh_swapped("开展专项检查", "开展专项督查")
    (0.0, 0.0)
    """
    if first == second:
        return 0.0
    codes = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    frame = sum(b - a for code, a, b, _, _ in codes if code == "equal") / max(len(first), len(second))
    pure = all(code in ("equal", "replace") for code, *_ in codes)
    swapped = 0
    for code, a, b, c, d in codes:
        if code == "replace" and not (_may_vary(first, a, b) and _may_vary(second, c, d)):
            swapped += max(b - a, d - c) if pure else min(b - a, d - c)
    share = swapped / max(1, min(len(first), len(second)))
    return min(1.0, 4 * share if pure else 4 * share * max(0.0, frame - FRAME))


def _may_vary(text: str, start: int, end: int) -> bool:
    """Whether a piece, with a character before or behind it or without, is a verb, a stance (确保) or a number."""
    pieces = {text[max(0, start - a) : end + b] for a in (0, 1) for b in (0, 1)}
    return not pieces.isdisjoint(_free()) or text[start:end].isdigit()


@lru_cache(maxsize=4096)
def _verbs_in(text: str) -> frozenset[str]:
    return frozenset(_verb().findall(text))


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    verbs = sorted((verb for verb in _verbs() if len(verb) > 1), key=lambda verb: (-len(verb), verb))
    return re.compile("|".join(map(re.escape, verbs)))


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in load("verbs.tsv", keys=("verb", "form")))


@lru_cache(maxsize=1)
def _free() -> frozenset[str]:
    """Words that may give way to another without another object: verbs, adverbs, stances."""
    adverbs = {row["word"] for row in load("adverbs.tsv", keys=("word", "form")) if row["form"] == "adverb"}
    return _verbs() | adverbs | words_of("stance")
