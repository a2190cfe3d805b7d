"""The rules of cleaning, one to a module. Their order is data: ``generator.clean.ORDER``.

A rule is a module with ``apply(draft: Draft) -> None``. What it changes it writes into ``draft.book`` under its
own stable name; what it is not sure of it leaves as it is and asks (``draft.ask``).
"""
