"""Chance that comes out the same for the same seed, and quickly: a million statements ask it a hundred times each."""

from bisect import bisect
from itertools import accumulate
from math import log
from random import Random

# How crowded the front is: of 20,000 officials the first has some six statements in a hundred.
SKEW = 3.5


class Weighted:
    """Things with weights, to be drawn from."""

    def __init__(self, weights):
        self.things = list(weights)
        *_, self.total = self.bounds = list(accumulate(weights.values()))


class Chance:
    """Draws from one seed."""

    def __init__(self, seed):
        self.random = Random(seed).random  # noqa: S311 nothing secret

    def is_so(self, often):
        return self.random() < often

    def below(self, count):
        return int(self.random() * count)

    def between(self, low, high):
        return low + int(self.random() * (high - low))

    def late(self):
        """How long something takes, in its usual time: one on average, now and then many times that."""
        return -log(1 - self.random())

    def one_of(self, things):
        return things[int(self.random() * len(things))]

    def early_of(self, things, skew=SKEW):
        """The first things often, the last hardly ever, as it is with people, papers and words."""
        return things[int(self.random() ** skew * len(things))]

    def weighted(self, weighted):
        return weighted.things[bisect(weighted.bounds, self.random() * weighted.total)]

    def some(self, things, count):
        """Some of the things, none twice."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
