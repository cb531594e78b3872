"""Compiled modules are kept for the next worker, the next child process, the next run.

Where the environment says that nothing compiled may lie beside the sources, every process of a run
would compile everything again, and pytest rewrite every test: half of what collecting takes. They
are put where pytest keeps its own cache. To be imported before anything large.
"""

import os
import sys
from pathlib import Path

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    folder = str(Path(__file__).parents[2] / ".pytest_cache/bytecode")
    sys.dont_write_bytecode = False
    sys.pycache_prefix = os.environ.setdefault("PYTHONPYCACHEPREFIX", folder)
