"""Distributions of `scipy.stats` with their parameters: they hand them on with every call."""

from __future__ import annotations

from typing import Any

__all__ = ["Frozen"]


class Frozen:
    """A distribution of which the parameters are given."""

    def __init__(self, dist: Any, *args: Any, **kwds: Any) -> None:
        self.dist = dist
        self.args = args
        self.kwds = kwds

    def pdf(self, x: Any) -> Any:
        """Return the density."""
        return self.dist.pdf(x, *self.args, **self.kwds)

    def logpdf(self, x: Any) -> Any:
        """Return the logarithm of the density."""
        return self.dist.logpdf(x, *self.args, **self.kwds)

    def pmf(self, k: Any) -> Any:
        """Return the probability of whole numbers."""
        return self.dist.pmf(k, *self.args, **self.kwds)

    def logpmf(self, k: Any) -> Any:
        """Return the logarithm of the probability of whole numbers."""
        return self.dist.logpmf(k, *self.args, **self.kwds)

    def cdf(self, x: Any) -> Any:
        """Return the distribution function."""
        return self.dist.cdf(x, *self.args, **self.kwds)

    def logcdf(self, x: Any) -> Any:
        """Return the logarithm of the distribution function."""
        return self.dist.logcdf(x, *self.args, **self.kwds)

    def sf(self, x: Any) -> Any:
        """Return the survival function."""
        return self.dist.sf(x, *self.args, **self.kwds)

    def logsf(self, x: Any) -> Any:
        """Return the logarithm of the survival function."""
        return self.dist.logsf(x, *self.args, **self.kwds)

    def ppf(self, q: Any) -> Any:
        """Return quantiles."""
        return self.dist.ppf(q, *self.args, **self.kwds)

    def isf(self, q: Any) -> Any:
        """Return quantiles counted from above."""
        return self.dist.isf(q, *self.args, **self.kwds)
