"""What derivatives are where there is none, or where formulas have no value."""

from __future__ import annotations

# Function, point, and what its derivative is taken to be there.
CONVENTIONS: tuple[tuple[str, str, str], ...] = (
    ("abs(x), np.abs(x)", "0", "0; of complex numbers too"),
    ("np.sign, np.floor, np.ceil, np.round", "everywhere", "0"),
    ("np.maximum(x, y), np.minimum", "ties, both differentiated", "split evenly"),
    ("np.maximum(x, 0.0)", "0, one operand differentiated", "0: the strict comparison decides"),
    ("max(x, y), min(x, y)", "ties", "1 to what Python returns, the first"),
    ("np.max(x), np.min(x)", "ties", "split evenly"),
    ("np.sort(x)", "ties", "by the stable permutation"),
    ("x[np.argmax(x)]", "ties", "1 to the first"),
    ("np.median(x)", "an even count", "halves to the two in the middle"),
    ("np.clip(x, low, high)", "a bound", "1 inside the closed interval"),
    ("np.sqrt(x), x ** 0.5", "0", "inf"),
    ("x ** y", "x = 0", "0 by y; y * x ** (y - 1) by x, 0 where y is 0"),
    ("x ** y", "x < 0", "nan by y, nothing computed where only x is wanted"),
    ("np.linalg.norm(x)", "0", "0, a subgradient"),
    ("np.std(x)", "constant data", "0"),
    ("np.hypot(x, y), np.arctan2(x, y)", "(0, 0)", "0"),
    ("np.sinc(x)", "0", "0"),
    ("np.where(c, x, y)", "the side not taken", "0, whatever its own derivative is"),
    ("np.prod(x)", "zeros", "products of the others"),
    ("np.linalg.det(x)", "singular matrices", "the cofactors"),
    (
        "np.linalg.eigh(x), np.linalg.svd(x)",
        "equal values",
        "right for the values, nan for vectors",
    ),
    ("linalg.logm(x)", "an eigenvalue at or below 0", "raises ValueError"),
    ("np.logaddexp(x, y)", "(0, -inf)", "1, 0"),
    (
        "np.linalg.cholesky(x)",
        "everywhere",
        "the lower triangle gets everything: it is what is read",
    ),
    ("linalg.cholesky(x), linalg.cho_factor(x)", "everywhere", "the triangle that is read"),
    ("linalg.solve(x, y, assume_a='pos')", "everywhere", "the triangle that is read"),
    ("multivariate_normal.logpdf(x, mean, cov)", "everywhere", "of cov the lower triangle"),
    ("special.xlogy(x, y), special.rel_entr(x, y)", "x = 0", "0 by y"),
    ("special.entr(x)", "0", "inf"),
    ("special.i0e(x), special.i1e(x)", "0", "the even part: sign(0) is 0"),
    ("special.huber(delta, r)", "abs(r) = delta", "delta * sign(r), which is both slopes"),
    ("densities and their logarithms", "outside the support", "0"),
)

# Functions of SciPy whose calls are written with other gates.
ELSEWHERE: tuple[tuple[str, str], ...] = (
    ("integrate.trapezoid", "differences, slices and a sum"),
    ("integrate.cumulative_trapezoid", "differences, slices and `np.cumsum`"),
    ("linalg.toeplitz", "an index into the column and the row"),
    ("A @ x, x @ A of a constant `scipy.sparse` matrix", "`A.T @ g`, `g @ A.T`"),
    ("scipy.optimize", "`adcompiler.custom_root(solve, residual)`"),
    ("integrate.solve_ivp", "`adcompiler.rk4(f, y0, t, *args)`, its own steps"),
)

# What gates that are written out as programs send back, for readers of the page.
_OF_TRANSFORMS = "the transform of `g`, whose matrix is symmetric; its real part for real operands"
_OF_HALVES = "the transform of half a spectrum, whose other half is the mirrored one"
_OF_ORTHOGONAL = "the inverse transform of `g`, with norm='ortho'"
_OF_WINNERS = "`g` to the extreme element, in equal shares among ties"
_OF_RANKS = "`g` to the two elements around the rank, by their weights"
_OF_POWERS = "x: `y * x ** (y - 1)`, y: `out * log(x)`"
_OF_SIGNALS = "x: `g` correlated with y, y: `g` correlated with x, cut to their lengths"
WRITTEN_OUT: dict[str, str] = {
    **dict.fromkeys(("x ** y", "math.pow", "np.power", "np.float_power"), _OF_POWERS),
    **dict.fromkeys(("np.max", "np.min", "np.amax", "np.amin"), _OF_WINNERS),
    **dict.fromkeys(("np.median", "np.quantile", "np.percentile"), _OF_RANKS),
    **dict.fromkeys(
        ("np.convolve", "signal.convolve", "signal.fftconvolve", "signal.correlate"), _OF_SIGNALS
    ),
    **{
        f"{root}.{inverse}fft{many}": _OF_TRANSFORMS
        for root in ("np.fft", "fft")
        for inverse in ("", "i")
        for many in ("", "2", "n")
    },
    **{
        f"{root}.{inverse}rfft{many}": _OF_HALVES
        for root in ("np.fft", "fft")
        for inverse in ("", "i")
        for many in ("", "2", "n")
    },
    **{f"fft.{name}": _OF_ORTHOGONAL for name in ("dct", "idct", "dst", "idst", "dctn", "idctn")},
    "complex": "x: `g`, y: `1j * g`",
    **dict.fromkeys(
        ("np.nanmax", "np.nanmin", "np.maximum.accumulate", "np.minimum.accumulate"), _OF_WINNERS
    ),
    **dict.fromkeys(("np.nanmedian", "np.nanquantile", "np.nanpercentile"), _OF_RANKS),
    **dict.fromkeys(
        ("np.hypot.reduce", "np.logaddexp.reduce", "np.logaddexp2.reduce"),
        "`g` times `x / out`, or the share of each exponential",
    ),
    **dict.fromkeys(("np.nanstd", "np.nanvar"), "as np.std and np.var, of what is not nan"),
    **dict.fromkeys(
        ("np.sum", "np.mean"), "of `where=`, `initial=` and the like: `g` where it counts"
    ),
    **dict.fromkeys(
        ("np.linalg.eigh", "np.linalg.eigvalsh"),
        "`v @ (diag(gw) + (v.T @ gv) / gaps(w)) @ v.T`; vectors of equal values get nan",
    ),
    **dict.fromkeys(
        ("np.linalg.eig", "np.linalg.eigvals", "np.roots"),
        "the same with the inverse of the eigenvectors",
    ),
    "np.linalg.svd": "`u * gs @ vh`; by `gaps(s * s)` for vectors, which get nan if equal",
    "np.linalg.pinv": "`-out.T @ g @ out.T` and the two parts outside its range",
    "np.partition": "`g` in the order of x",
    "np.add.reduceat": "`g` to every item of its part",
    "np.bincount": "weights: `g[x]`",
    "x @ y": "stacks of matrices: the same for each; a sparse matrix is constant",
    "list": "its entry to each item",
    "np.array": "its entry to each item",
    "sum": "`g` to every item",
    "np.cumprod": "`out / x` times the sum of what comes after, without a division",
    "np.full": "`np.sum(g)`",
    "np.interp": "x: `g * slope`, fp: `g` to the two neighbours, xp: minus the slope times that",
    "np.nansum": "`g` to what is not nan",
    "np.nanmean": "`g / n` to the n that are not nan",
    "np.prod": "`g` times the product of all others",
    "np.ptp": "`g` to the largest, `-g` to the smallest",
    "np.repeat": "`g` summed over the copies",
    "np.roll": "`np.roll(g, -shift, axis)`",
    "np.sort": "`g` in the order of x",
    "np.std": "`g * (x - mean) / ((n - ddof) * out)`",
    "np.var": "`2 * g * (x - mean) / (n - ddof)`",
    "np.take_along_axis": "`g` added where it was read",
    "np.tensordot": "x: `g` contracted with y, y: x contracted with `g`",
    "np.where": "x: `g` where the condition holds, y: `g` elsewhere",
    **dict.fromkeys(("np.linalg.det", "linalg.det"), "`g * cofactors(x)`"),
    **dict.fromkeys(("np.linalg.inv", "linalg.inv"), "`-(out.T @ g @ out.T)`"),
    **dict.fromkeys(
        ("np.linalg.norm", "linalg.norm"), "`g * x / out`, and `sign(x)` and the like by the order"
    ),
    "special.softmax": "`out * (g - sum(g * out))`",
    "special.log_softmax": "`g - exp(out) * sum(g)`",
    "special.logsumexp": "`g * exp(x - out)`",
    **dict.fromkeys(
        ("linalg.solve", "linalg.solve_triangular"), "y: `h = solve(x.T, g)`, x: `-h @ out.T`"
    ),
    **dict.fromkeys(
        ("linalg.cholesky", "linalg.cho_factor"),
        "`P(s + s.T)` with `s = inv(L).T @ P(L.T @ g) @ inv(L)`, P the lower half",
    ),
    "linalg.cho_solve": "y: `h = solve(A, g)`, c: `-(h @ out.T + out @ h.T) @ L`, its triangle",
    "linalg.expm": "`linalg.expm_frechet(x.T, g)`",
    "linalg.expm_frechet": "e: `linalg.expm_frechet(x.T, g)`, x: by a matrix of twice the size",
    "linalg.logm": "the block above the diagonal of `logm([[x.T, g], [0, x.T]])`",
    "linalg.sqrtm": "`linalg.solve_sylvester(out.T, out.T, g)`",
    "integrate.simpson": "`g` times the weight of each sample",
}
