"""What was looked up a moment ago, kept for a set time and never in more than a set number."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """May be used from any thread; an entry that is too old is as good as none."""

    def __init__(self, most: int, age: timedelta) -> None:
        self.most = most
        self.age = age
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, tuple[datetime, Value]] = OrderedDict()

    def get(self, key: Key, now: datetime) -> Value | None:
        entry = self._entries.get(key)
        return entry[1] if entry and abs(now - entry[0]) < self.age else None

    def put(self, key: Key, value: Value, now: datetime) -> None:
        with self._lock:
            self._entries.pop(key, None)
            self._entries[key] = (now, value)
            if len(self._entries) > self.most:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
