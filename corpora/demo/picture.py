"""Take the picture of the demo's coverage report that the README shows: `python corpora/demo/picture.py OUT.html`."""

import subprocess
import sys
import tempfile
from pathlib import Path

page, picture = Path(sys.argv[1]).resolve(), Path(__file__).with_name("coverage.png")
with tempfile.TemporaryDirectory() as profile:
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")
    size = (f"--user-data-dir={profile}", "--window-size=1200,1000", f"--screenshot={picture}")
    subprocess.run(["chromium", *quiet, *size, page.as_uri()], check=True, capture_output=True)
