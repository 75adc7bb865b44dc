# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of this folder; 77 (skipped) where pytest is not there."""
import sys

try:
    import pytest
except ImportError:
    print("SKIPPED: pytest is not there (python3-pytest)")
    sys.exit(77)
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-rs", "."]))
