"""Run the whole suite."""

import subprocess
import sys

sys.exit(subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]]))
