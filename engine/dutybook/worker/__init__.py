"""Work that may go wrong in every way, in a process of its own, within limits of time and memory.

What a folder from elsewhere brings (a template, a theme, a query, a database file) is worked on by
a :class:`~dutybook.worker.pool.Worker`: a second Python that is started once, kept warm, and ended
where it takes too long. In: a function and its arguments, both picklable. Out: what it returns or
raises, or a :class:`~dutybook.worker.pool.LimitError`. Start with :mod:`dutybook.worker.pool`.
"""
