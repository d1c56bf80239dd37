"""Task lists: plans a second in one process, after start-up."""

from pathlib import Path

from nlp.extract.tasks import extract_plan
from nlp.parse import read
from tests.benchmarks.measure import row, seconds

CORPORA = Path(__file__).parents[2] / "corpora"


def main() -> None:
    documents = [read(path) for path in sorted(CORPORA.glob("c*/plan.txt"))]
    size = sum(len(document.text) for document in documents) / len(documents)
    spent = seconds(lambda: [extract_plan(document) for document in documents])
    row(f"plans of {size:,.0f} characters", len(documents) / spent, "plans/s", "to reach: 20 of 3,000 characters")
