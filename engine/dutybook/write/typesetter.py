"""The process that Typst runs in. A theme may loop for ever, a drawing may unpack to more than
there is memory: then that process is ended, and the paper is a finding.

It is warm: fonts and what papers have in common are read and laid out once. A second processor sets
a PDF there while the first writes the same paper for Word.
"""

from typing import Final

from dutybook.worker.pool import Limits, Worker

TYPESETTER: Final = Worker(Limits(seconds=120, memory=4 << 30), ("dutybook.write.pdf.page",))
