"""Complex numbers on the way to a real loss, and as arguments."""

import cmath
import math

import numpy as np

X = np.array([0.5, 1.5, -0.7])
Z = np.array([0.5 + 0.3j, -1.2 + 0.8j, 0.4 - 1.1j])
M = np.array([[1.5 + 0.2j, 0.3 - 0.4j], [-0.6j, 2.0 + 0.5j]])
GAIN = 0.7 - 0.4j
OMEGA = 2.0


def on_the_circle(x):
    z = np.exp(1j * x)
    return np.sum(np.abs(z + x) ** 2)


def real_and_imaginary_parts(x):
    z = (x + 0.3j) ** 3
    return np.sum(z.real * z.imag)


def parts_by_function(z):
    return np.sum(np.real(z) ** 2 * np.imag(z)) + np.sum(np.angle(z) * np.real(z))


def squared_modulus(z):
    return np.sum((z * np.conj(z)).real)


def modulus(z):
    return np.sum(np.abs(z) * np.array([1.0, 2.0, 3.0]))


def conjugates(z):
    return (z.conj() @ (z * z) + np.vdot(z, z**2)).real


def one_number(z):
    w = z * z + 2j * z - 1.0
    return abs(w) + w.real * w.imag


def python_complex(x, y):
    z = complex(x, y)
    w = z**3 - 1
    return (w * w.conjugate()).real


def newton_of_a_cubic(x, y):
    z = complex(x, y)
    for _ in range(3):
        z = z - (z**3 - 1) / (3 * z**2)
    return z.real**2 + 3.0 * z.imag


def cmath_functions(x):
    z = cmath.exp(1j * x) + cmath.sqrt(complex(x, 1.0))
    w = cmath.log(z) * cmath.sin(z) + cmath.cosh(z / 2) - cmath.tan(z / 5)
    return abs(w) + cmath.phase(w)


def arcs(x, y):
    z = complex(x, y)
    w = cmath.asin(z) + cmath.acos(z / 2) * cmath.atan(z / 3)
    return (w + cmath.asinh(z) * cmath.acosh(z + 2) - cmath.atanh(z / 4)).imag + w.real


def polar_coordinates(x, y):
    r, phi = cmath.polar(complex(x, y))
    z = cmath.rect(r * r, 2.0 * phi)
    return z.real - 3.0 * z.imag + cmath.pi * phi


def on_the_branch_cut(x):
    z = np.arcsin(x + 0j) + np.sqrt(-x + 0j) + np.log(-x + 0j)
    return z.real * z.imag + z.imag


def holomorphic_functions(z):
    w = np.exp(z) + np.sin(z) * np.cos(z) - np.tanh(z / 2) + np.log(z + 3) / np.sqrt(z + 2)
    v = np.log1p(z / 4) + np.expm1(z / 3) + np.arctan(z / 3) + np.sinh(z / 2) * np.cosh(z / 3)
    return np.sum(np.abs(w * v) ** 2)


def powers(z):
    w = z**2 + z**-1 + z**0.5 + z ** (1.0 + 0.5j) + 2.0**z + 1j**z
    return np.sum(w.real - 2.0 * w.imag)


def power_of_two_arguments(x, z):
    w = x**z + z**x + np.power(z, z)
    return np.sum(w.real + w.imag**2)


def impedance(r, l, c):
    """The current through a resistor, a coil and a capacitor in series."""
    z = r + 1j * OMEGA * l + 1.0 / (1j * OMEGA * c)
    current = 230.0 / z
    return abs(current) * math.cos(cmath.phase(current))


def ladder_of_impedances(r, c):
    z = 1e9 + 0j
    for n in range(4):
        series = r * (n + 1)
        shunt = 1.0 / (1j * c)
        z = series + shunt * z / (shunt + z)
    return abs(z) ** 2


def mandelbrot_potential(x, y):
    c = complex(x, y)
    z = 0
    n = 0
    while abs(z) < 8.0 and n < 30:
        z = z * z + c
        n += 1
    return math.log(abs(z)) / 2.0**n


def julia_of_a_grid(c):
    z = np.linspace(-1.0, 1.0, 4) + 0.3j * np.ones(4)
    for _ in range(3):
        z = z * z + c
    return np.sum(np.abs(z) ** 2)


def fourier_by_hand(x):
    n = len(x)
    total = 0.0
    for k in range(n):
        s = 0
        for j in range(n):
            s = s + x[j] * np.exp(-2j * np.pi * j * k / n)
        total = total + (k + 1) * abs(s) ** 2
    return total


def fourier_filter(x):
    spectrum = np.fft.rfft(x)
    freq = np.fft.rfftfreq(len(x))
    smooth = np.fft.irfft(spectrum / (1.0 + 10.0 * freq**2), n=len(x))
    return np.sum((smooth - x) ** 2) + np.sum(smooth**3)


def power_spectrum(x):
    y = np.fft.fft(x, 8, norm="ortho")
    return np.sum(np.abs(y[:3]) ** 2 * np.arange(3))


def there_and_back(z):
    y = np.fft.fft(z) * np.array([1.0, 2j, 0.5])
    w = np.fft.ifft(y, n=2)
    return np.sum(w.real**2 - w.imag)


def half_spectra(x):
    a = np.fft.rfft(x, n=4, axis=0, norm="forward")
    b = np.fft.irfft(a * (1 + 2j), n=5, axis=0, norm="ortho")
    c = np.fft.irfft(a)
    return np.sum(b**2) + np.sum(c**3)


def image_spectrum(a):
    s = np.fft.fftshift(np.fft.fft2(a))
    low = s * np.exp(-np.arange(2)[:, None] - 0.1 * np.arange(3))
    back = np.fft.ifft2(np.fft.ifftshift(low))
    return np.sum(np.abs(back) ** 2) + np.sum(np.fft.fftn(a, axes=(0,)).real ** 3)


def spectra_of_reals(a):
    s = np.fft.rfft2(a)
    t = np.fft.rfftn(a, axes=(1, 0))
    back = np.fft.irfft2(s * (2.0 - 1j), s=(3, 4), axes=(0, 1))
    return np.sum(back**2) + np.sum(t.imag**2 + t.real) + np.sum(np.fft.irfftn(t) ** 2)


def circular_convolution(x, w):
    y = np.fft.ifft(np.fft.fft(x) * np.fft.fft(w)).real
    return np.sum(np.tanh(y) * x)


def spectral_derivative(u):
    k = 2j * np.pi * np.fft.fftfreq(len(u), d=0.25)
    du = np.fft.ifft(k * np.fft.fft(u)).real
    return np.sum(u * du**2)


def amplitudes(theta):
    """A spin turned twice: the probability of one outcome."""
    psi = np.array([1.0 + 0j, 0.0])
    for t in theta:
        c, s = np.cos(t / 2), np.sin(t / 2)
        psi = np.array([c * psi[0] - 1j * s * psi[1], -1j * s * psi[0] + c * psi[1]])
        psi = psi * np.exp(0.3j * np.arange(2))
    return np.abs(psi[0]) ** 2 + psi[1].real


def expectation_value(psi, h):
    norm = np.vdot(psi, psi).real
    return np.vdot(psi, h @ psi).real / norm


def crank_nicolson(v):
    n = len(v)
    h = np.diag(v) - 0.5 * np.diag(np.ones(n - 1), 1) - 0.5 * np.diag(np.ones(n - 1), -1)
    psi = np.exp(1j * np.arange(n)) / 2.0
    for _ in range(2):
        psi = np.linalg.solve(np.eye(n) + 0.1j * h, (np.eye(n) - 0.1j * h) @ psi)
    return np.sum(np.abs(psi) ** 2 * np.arange(n))


def linear_algebra(m):
    d = np.linalg.det(m)
    i = np.linalg.inv(m)
    return abs(d) ** 2 + np.sum(np.abs(i @ m.T) ** 2) + np.trace(i).imag + np.linalg.norm(m)


def products(a, b):
    y = np.dot(a, b) + np.outer(a, b).sum(axis=1) @ a - np.inner(b, a)
    t = np.einsum("i,j->ij", a, b) - np.tensordot(a, b, axes=0) * 1j
    return abs(y) ** 2 + np.sum(np.abs(t) ** 2) + np.sum(np.kron(a, b).imag)


def statistics(z):
    m = np.mean(z)
    running = np.sum(np.cumsum(z).real * np.cumprod(z).imag)
    return np.var(z) + np.std(z) * m.imag + running + abs(np.prod(z))


def norms(z):
    even = np.linalg.norm(z) + np.linalg.norm(z, np.inf)
    return even + np.linalg.norm(z, 1) * np.linalg.norm(z, 3)


def written_in_place(x):
    z = np.zeros(3, dtype=complex)
    for i in range(3):
        z[i] = x[i] * 1j + x[0]
    z[1:] *= z[:-1]
    z[0] += x[2]
    return np.sum(np.abs(z) ** 2 * x)


def written_complex_argument(z):
    z[0] = z[1] * z[2]
    z *= 1j
    return np.sum(z.real * z.imag)


def parts_written_and_read(x):
    z = np.zeros(3, dtype=complex)
    z += x
    r = z.real
    z[1] = 2j * x[0]
    return np.sum(r * z.imag + np.abs(z) ** 2)


def recurrence_of_reals_and_complex(x):
    z = 1.0
    for v in x:
        z = z * (v + 0.5j) + v
    return z.real * z.imag


def branch_of_reals_and_complex(x, y):
    if x > 0:
        z = x * y
    else:
        z = complex(x, y)
    w = z if y > 0 else 1j * z
    return w.real**2 + w.imag * x


def containers(p):
    z = {"a": p["r"] * np.exp(1j * p["phi"]), "b": (p["c"], 2.0)}
    a, (b, two) = z["a"], z["b"]
    pairs = [a, b * b]
    return abs(pairs[0] + two * pairs[1]) ** 2


def roots_multiplied(x):
    roots = [cmath.exp(2j * cmath.pi * k / 3) for k in range(3)]
    total = sum(abs(x - r) ** 2 for r in roots)
    p = 1
    for r in roots:
        p = p * (x - r)
    return total + p.real


def polynomial(c, x):
    w = np.polyval(c, x * 1j)
    return w.real - w.imag * x


def where_and_masks(z):
    w = np.where(z.real > 0, z * z, np.conj(z))
    v = w[w.imag > 0]
    return np.sum(np.abs(w) ** 2) + np.sum(v.imag)


def masked_logarithm(x):
    z = x + 0j
    y = np.where(x > 0, np.log(z.real), 0.0)
    return np.sum(y)


def arranged(z):
    a = np.concatenate([z, z[::-1]]).reshape(2, 3)
    b = np.stack([a[0], np.roll(a[1], 1)]).T @ np.array([1.0, 1j])
    return np.sum((np.diff(b) * np.flip(b[:2])).real) + np.sum(np.tile(z, 2).imag ** 2)


def reduced_over_axes(a):
    return np.sum(np.abs(np.sum(a, axis=0)) ** 2) + np.sum((a.mean(axis=1, keepdims=True) * a).real)


def broadcast(x, z):
    w = x[:, None] * z + 1j
    return np.sum(w.real * w.imag)


def cavity_transmission(n, d):
    """Light through a thin film: transfer matrices of two interfaces and a phase."""
    k = 2.0 * np.pi / 0.55
    phase = np.exp(1j * k * n * d)
    r, t = (1 - n) / (1 + n), 4 * n / (1 + n) ** 2
    amplitude = t * phase / (1 - r**2 * phase**2)
    return np.abs(amplitude) ** 2


def damped_oscillation(zeta, omega):
    s = -zeta * omega + 1j * omega * np.sqrt(1 - zeta**2)
    t = np.linspace(0.0, 1.0, 5)
    return np.sum(np.exp(s * t).real ** 2)


def real_argument_of_a_complex_function(w, x):
    h = np.tanh((w * x).real) + (w * x).imag
    return np.sum(h * h)


def unused_complex(z, x):
    return np.sum(x * x)


def helper(z, k):
    return z**k / (1 + abs(z))


def through_a_helper(z):
    return np.sum(helper(z, 2).real) + np.sum(helper(GAIN * z, 3).imag)


def asked_of_its_kind(z):
    if np.iscomplexobj(z):
        z = z * z.conj()
    return np.sum(np.real(z) ** 2)


def equal_numbers(x):
    z = complex(x, 0.0)
    if z == x and z != 1j:
        z = z * 2j
    return (z * 1j).real * x


def sum_from_zero(x):
    acc = 0
    for k in range(3):
        acc = acc + x * np.exp(1j * k * x)
    return np.sum(np.abs(acc) ** 2)


def real_before_the_loop(x):
    z, w, t = np.zeros(3), x, 0.0
    for k in range(3):
        w = z + w
        z = np.exp(1j * x) * z + x * w
        t = t + np.sum(np.abs(z) ** 2) + np.sum(z.imag) * k
    return np.sum(np.abs(z) ** 2 * x) + np.sum(z.real * w.imag) + t


def forks_of_real_and_complex(x):
    z = np.zeros(3)
    for _ in range(3):
        y = z * z + x
        z = y * 1j + np.conj(y) * z
        z = z - 0.1 * y.real
    return np.sum((z * z).real)


def sums_in_sums(x):
    s = 0
    for i in range(2):
        t = 0
        for j in range(2):
            t += x * np.exp(1j * (i + j) * x)
        s = s + t * t
    return np.sum(np.abs(s))


def arrays_of_either_kind(x):
    if x[0] > 0:
        z = x * x
    else:
        z = x * 1j
    w = np.fft.fft(z) * np.conj(z) + np.cumsum(z)
    v = z if x[1] > 0 else 1j * z
    u = np.linalg.norm(z) + np.var(z) + np.angle(z) @ x
    return np.sum(np.abs(w)) + u + np.sum(v.imag * v.real)


def matrices_that_become_complex(x):
    a = np.eye(3)
    for _ in range(2):
        a = a @ (np.outer(x, x) + 1j * np.eye(3)) / (1 + np.linalg.norm(a))
    return abs(np.linalg.det(a)) + np.trace(a).imag


def walked_after_it_became_complex(x):
    z = np.zeros(3)
    for _ in range(2):
        z = z * 1j + x
    s = 0
    for v in z:
        s = s + v * v * x[0]
    return abs(s)


def walked_sum_from_zero(x):
    z = 0
    for _ in range(2):
        z = z * 2.0 + x
    s = 0
    for v in z:
        s = s + v * v
    return s


def pair_that_becomes_complex(x):
    p = (np.ones(3), 0.0)
    for _ in range(3):
        p = (p[0] * x * np.exp(1j * x), p[1] + np.sum(np.abs(p[0])))
    return p[1]


def mandelbrot_grid(x):
    c = x[:, None] + 1j * x
    z = np.zeros((3, 3))
    for _ in range(4):
        z = np.where(np.abs(z) < 2, z * z + c, z)
    return np.sum(np.abs(z) ** 2)


def collected_in_a_list(x):
    zs = []
    z = 1
    for v in x:
        z = z * (v + 1j)
        zs.append(z)
    mixed = [x[0], x[1] * 1j, 2.0]
    return np.sum(np.abs(np.array(zs)) ** 2) + abs(sum(mixed)) ** 2


def while_small(x, y):
    z, n = 0j, 0
    while abs(z) < 3:
        z = z * z + complex(x, y)
        n += 1
        if n > 6:
            break
    return z.real * z.imag


def swapped(x, y):
    a, b = x + 1j, y
    for _ in range(3):
        a, b = b, a * b
    return abs(a) + abs(b)


def returns_early(z):
    for v in z:
        if v.real < 0:
            return abs(v) ** 2 * abs(z[0])
    return 0.0


def logarithm_tried(x):
    try:
        z = cmath.log(x * 0.0)
    except ValueError:
        z = x * 1j
    return abs(z) ** 2


def view_of_the_real_part(z):
    y = z * 1j
    r = y.real
    y[0] = z[1] * z[2]
    return np.sum(r * r)


def conj_of_a_real_array(x):
    y = x * 1.0
    w = y.conj()
    y[0] = x[1] * x[1]
    return np.sum(w * w)


def masks_written(x):
    z = x * 1j
    z[x < 0] = 2j
    z[x > 1] *= x[0]
    y = np.zeros(3, complex)
    np.add.at(y, [0, 0, 1], z)
    return np.sum(np.abs(z) ** 2) + np.sum(np.abs(y) ** 2)


def dirichlet_series(s):
    return abs(sum(n ** (-s) for n in range(1, 5)))


def negative_bases(x):
    return abs((-2.0) ** (1j * x) + (-x) ** (0.5 + 1j))


def list_of_numbers(p):
    s = 0
    for v in p:
        s = s + v * v * s + v
    return abs(s)


def mixed_list(p):
    return abs(p[0] * p[1] + p[2])


def single_precision(x, z):
    w = np.fft.fft(np.exp(1j * x) * x) * z
    return np.sum(np.abs(w) ** 2 * np.array([1.0, 2.0, 3.0]))


def transform_of_a_list(x):
    return np.sum(np.abs(np.fft.fft([x[0], x[1] * x[2], x[2]])) ** 2 * np.arange(3))


def unwound_phases(x):
    return np.sum(np.angle(np.exp(1j * x) * np.cumsum(x), deg=True))


def made_like_others(x):
    z = x * 1j
    w, v = np.zeros_like(z), np.zeros_like(z, dtype=float)
    w[0] = x[1] * z[2]
    v[1] = x[0]
    return np.sum(np.abs(w) ** 2) + np.sum(v * x)


def power(z, n):
    if n == 0:
        return 1.0
    return z * power(z, n - 1)


def powers_by_recursion(x, n):
    return abs(power(complex(x, 1.0), n) + power(x, n)) ** 2


def turned_and_moved(z, n):
    if n == 0:
        return z
    return turned_and_moved(z * 1j + 0.5, n - 1)


def becomes_complex_in_a_recursion(x, n):
    return np.sum(np.abs(turned_and_moved(x, n)) ** 2)


def fast_transform(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fast_transform(x[::2]), fast_transform(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n) * odd
    return np.concatenate([even + w, even - w])


def fast_fourier_transform(x):
    return np.sum(np.abs(fast_transform(x)) ** 2 * np.arange(len(x)))


def long_helper(z, k):
    a = z * z + k
    b = np.exp(a) - z
    c = b * a + z.conjugate()
    d = c / (1 + abs(b) ** 2)
    e = d + a * b * c
    f = e * np.sin(d) + c
    g = f + e * d - a
    h = g * 1j + np.cos(f)
    return h * g + f


def helper_of_reals_and_complex(x, y):
    t = 0
    for k in range(3):
        t = t + long_helper(x * 0.1 if k == 0 else complex(x, y) * 0.1, k)
    return abs(t) + long_helper(complex(y, x) * 0.3, 2.0).imag


PROGRAMS = {
    powers_by_recursion: [(0.3, 3)],
    becomes_complex_in_a_recursion: [(0.3, 3), (X, 3)],
    fast_fourier_transform: [(np.array([0.5, 1.0, -0.7, 0.2]),), (np.append(Z, 0.2j),)],
    helper_of_reals_and_complex: [(0.3, 0.2)],
    sum_from_zero: [(X,)],
    real_before_the_loop: [(X,)],
    forks_of_real_and_complex: [(X,)],
    sums_in_sums: [(X,)],
    arrays_of_either_kind: [(X,), (-X,)],
    matrices_that_become_complex: [(X,)],
    walked_after_it_became_complex: [(X,)],
    walked_sum_from_zero: [(X,)],
    pair_that_becomes_complex: [(X,)],
    mandelbrot_grid: [(X,)],
    collected_in_a_list: [(X,)],
    while_small: [(0.5, 1.5)],
    swapped: [(0.5, 1.5)],
    returns_early: [(Z,)],
    logarithm_tried: [(0.5,)],
    view_of_the_real_part: [(Z,)],
    conj_of_a_real_array: [(X,)],
    masks_written: [(X,)],
    dirichlet_series: [(0.5 + 1.2j,), (2.0,)],
    negative_bases: [(0.7,)],
    list_of_numbers: [([0.5j, 1.5j, 2.0 + 0j],)],
    mixed_list: [([0.5, 1.5j, 2.0],)],
    single_precision: [(np.float32(X), np.complex64(Z))],
    transform_of_a_list: [(X,)],
    unwound_phases: [(X,)],
    made_like_others: [(X,)],
    on_the_circle: [(X,), (0.7,)],
    real_and_imaginary_parts: [(X,), (np.float32([0.5, -1.5]),)],
    parts_by_function: [(Z,), (M,)],
    squared_modulus: [(Z,), (Z.astype(np.complex64),)],
    modulus: [(Z,)],
    conjugates: [(Z,)],
    one_number: [(0.3 - 0.8j,), (np.complex128(1 + 2j),), (np.complex64(1 + 2j),)],
    python_complex: [(0.5, -1.5)],
    newton_of_a_cubic: [(0.7, 0.9)],
    cmath_functions: [(0.4,)],
    arcs: [(0.4, 0.9), (-0.4, -0.2)],
    polar_coordinates: [(0.4, -0.9)],
    on_the_branch_cut: [(1.8,)],
    holomorphic_functions: [(Z,), (0.3 + 0.2j,)],
    powers: [(Z,), (0.6 - 0.9j,)],
    power_of_two_arguments: [(X[:2], Z[:2]), (0.7, 0.4 + 1j)],
    impedance: [(1.5, 0.5, 0.3)],
    ladder_of_impedances: [(1.5, 0.3)],
    mandelbrot_potential: [(0.5, 0.6), (0.9, 0.2)],
    julia_of_a_grid: [(0.2 - 0.3j,)],
    fourier_by_hand: [(X,)],
    fourier_filter: [(np.array([0.5, 1.5, -0.7, 0.2]),), (X,)],
    power_spectrum: [(X,)],
    there_and_back: [(Z,)],
    half_spectra: [(X,), (np.outer(np.array([1.0, -0.5, 2.0, 0.3, 0.7]), X[:2]),)],
    image_spectrum: [(np.outer(X[:2], X),)],
    spectra_of_reals: [(np.outer(X[:2], X),)],
    circular_convolution: [(X, np.array([0.2, 0.5, -0.1]))],
    spectral_derivative: [(np.array([0.5, 1.5, -0.7, 0.2]),)],
    amplitudes: [(X,)],
    expectation_value: [(Z[:2], M), (Z, np.outer(X, X))],
    crank_nicolson: [(X,)],
    linear_algebra: [(M,)],
    products: [(Z, Z[::-1] * 0.5), (X, Z)],
    statistics: [(Z,)],
    norms: [(Z,)],
    written_in_place: [(X,)],
    written_complex_argument: [(Z,)],
    parts_written_and_read: [(X,)],
    recurrence_of_reals_and_complex: [(X,)],
    branch_of_reals_and_complex: [(0.5, 0.7), (-0.5, 0.7), (0.5, -0.7), (-0.5, -0.7)],
    containers: [({"r": 0.5, "phi": 1.1, "c": 0.2 + 0.9j},)],
    roots_multiplied: [(0.4 + 0.2j,), (1.7,)],
    polynomial: [(np.array([1.0, -0.5 + 1j, 0.3j]), 0.8)],
    where_and_masks: [(Z,)],
    masked_logarithm: [(np.array([0.5, 0.2, -0.7]),)],
    arranged: [(Z,)],
    reduced_over_axes: [(M,)],
    broadcast: [(X, Z)],
    cavity_transmission: [(1.5, 0.2), (1.5 + 0.1j, 0.2)],
    damped_oscillation: [(0.2, 5.0)],
    real_argument_of_a_complex_function: [(Z, X)],
    unused_complex: [(Z, X)],
    through_a_helper: [(Z,)],
    asked_of_its_kind: [(Z,), (X,)],
    equal_numbers: [(0.4,)],
}
