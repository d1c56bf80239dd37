"""Run all benchmarks, or those named, each in a process of its own: `python -m tests.benchmarks [pdf docx plans]`."""

import subprocess
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem != "measure")
CALL = "from tests.benchmarks import {0}; print(f'\\n== {0}: {{{0}.__doc__.strip().splitlines()[0]}}', flush=True); {0}.main()"

for name in sys.argv[1:] or NAMES:
    subprocess.run([sys.executable, "-c", CALL.format(name)], check=True)
