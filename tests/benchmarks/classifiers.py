"""Passages a second of both classifiers, one process, without the words that decided and with them; start-up apart."""

import time
from collections.abc import Callable
from pathlib import Path

from nlp.classify import classify_reports, label_documents
from nlp.classify.items import items_of_passages
from nlp.corpora import list_sets, load_reports
from nlp.resources import find_resource

ROUNDS = 3


def main() -> None:
    reports = [one for folder in list_sets() for one in load_reports(folder)]
    batch = [(one.report.passages, one.year) for one in reports]
    documents = [items_of_passages(passages) for passages, _ in batch]
    count = sum(len(passages) for passages, _ in batch)

    def both() -> None:
        classify_reports(batch)
        label_documents(documents)

    both()  # what is loaded once
    calls: dict[str, Callable[[], object]] = {
        "statements": lambda: classify_reports(batch),
        "workstreams": lambda: label_documents(documents),
        "both": both,
        "workstreams with words": lambda: label_documents(documents, explain=True),
    }
    for name, call in calls.items():
        print(f"{name}: {count / best(call):,.0f} passages/s of {count:,}")
    for folder in sorted(Path(find_resource("models")).iterdir()):
        print(f"{folder.name}: {(folder / 'model.skops').stat().st_size / 1e6:.2f} MB")


def best(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
