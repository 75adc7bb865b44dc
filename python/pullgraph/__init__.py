# SPDX-License-Identifier: Apache-2.0
"""Community graph analysis: who at the edge of a market pulls, and through whom to meet them.

    import pullgraph as pg
    c = pg.read("community.pull")
    c.rank(limit=20).to_pandas()

Every verb of the command is a function of this module and, where it is about one community, a
method of :class:`Community`. Options are keyword arguments: ``--max-hops 3`` is ``max_hops=3``.
Answers are :class:`Answer` objects. What goes wrong is an :class:`Error` with cause and mend.
"""

from ._answer import Answer
from ._community import Community, build, from_networkx, from_pandas_edgelist, from_scipy, read
from ._errors import Error, InputError, LimitError, OutputError, UsageError
from ._verbs import FUNCTIONS as _FUNCTIONS
from . import kernels
from ._core import version as __version__

globals().update(_FUNCTIONS)

__all__ = [
    "Answer", "Community", "Error", "InputError", "LimitError", "OutputError", "UsageError",
    "build", "from_networkx", "from_pandas_edgelist", "from_scipy", "kernels", "read",
    *_FUNCTIONS,
]
