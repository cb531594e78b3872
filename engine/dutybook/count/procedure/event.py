"""What was done to a case, when, and by whom."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to a case, in UTC."""

    at: datetime
    activity: str
    actor: str
