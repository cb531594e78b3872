"""变更通知: from two states of the definitions to a paper in words.

``facts`` says a definition fact by fact, as the other papers print it; ``pairs`` holds two states
of it against each other; ``paper`` compiles the notice and who has to sign for it. Start there.
"""
