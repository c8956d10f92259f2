"""Makes `fuzz_support`, which the test modules of this folder share, importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
