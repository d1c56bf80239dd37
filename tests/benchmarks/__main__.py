"""Run all benchmarks, or those named: `python -m tests.benchmarks [pdf docx plans deadlines coverage]`."""

import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem != "measure")

for name in sys.argv[1:] or NAMES:
    print(f"\n== {name}: {import_module(f'tests.benchmarks.{name}').__doc__.strip().splitlines()[0]}")
    import_module(f"tests.benchmarks.{name}").main()
