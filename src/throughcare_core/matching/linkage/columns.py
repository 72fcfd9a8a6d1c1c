"""The values of one attribute for exchange: each value is read once, each feature hashed once."""

from array import array

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.drawing import Numbers, number_of, numbers_of
from throughcare_core.matching.linkage.schema import Attribute
from throughcare_core.matching.linkage.values import features_of

MOST_KEPT = 100_000

Places = NDArray[np.intp]


class Column:
    """What is known of the values of an attribute so far, each under a place of its own."""

    def __init__(self, attribute: Attribute, key: bytes) -> None:
        self._attribute, self._key = attribute, key
        self._forget()

    def places(self, values: list[str]) -> Places:
        """The places of some values, which hold until this is asked again."""
        if len(self._place) > MOST_KEPT:
            self._forget()
        for value in dict.fromkeys(values):
            if value not in self._place:
                self._read(value)
        return np.array([self._place[value] for value in values], dtype=np.intp)

    def sizes(self, places: Places) -> Places:
        """How many features the values at some places have; none if a value is not known."""
        ends = np.frombuffer(self._ends, dtype=np.int64)
        return ends[places + 1] - ends[places]

    def features(self, places: Places) -> tuple[Places, Numbers]:
        """The features of the values at some places: (which of the places, the feature)."""
        sizes = self.sizes(places)
        which = np.repeat(np.arange(len(places)), sizes)
        begin = np.frombuffer(self._ends, dtype=np.int64)[places] - np.cumsum(sizes) + sizes
        at = np.repeat(begin, sizes) + np.arange(len(which))
        features = np.frombuffer(self._features, dtype=np.int64)[at]
        return which, numbers_of(self._numbers)[features]

    def _forget(self) -> None:
        self._place: dict[str, int] = {}
        self._ends = array("q", [0])
        self._features = array("q")
        self._feature: dict[str, int] = {}
        self._numbers = bytearray()
        self.tokens: list[tuple[str, ...]] = []

    def _read(self, value: str) -> None:
        features = features_of(value, self._attribute.kind)
        for piece in features.pieces:
            if piece not in self._feature:
                self._feature[piece] = len(self._feature)
                named = f"{self._attribute.key_group}\n{piece}"
                self._numbers += number_of(self._key, named.encode())
        self._features.extend([self._feature[piece] for piece in features.pieces])
        self._ends.append(len(self._features))
        self._place[value] = len(self.tokens)
        self.tokens.append(features.tokens)
