"""NPBench's physics: bodies under gravity, spectra, integrals over contours and angles."""

import numpy as np


def acceleration(pos, mass, G, softening):
    x = pos[:, 0:1]
    y = pos[:, 1:2]
    z = pos[:, 2:3]
    dx = x.T - x
    dy = y.T - y
    dz = z.T - z
    inv_r3 = dx**2 + dy**2 + dz**2 + softening**2
    inv_r3[inv_r3 > 0] = inv_r3[inv_r3 > 0] ** (-1.5)
    ax = G * (dx * inv_r3) @ mass
    ay = G * (dy * inv_r3) @ mass
    az = G * (dz * inv_r3) @ mass
    return np.hstack((ax, ay, az))


def energy(pos, vel, mass, G):
    KE = 0.5 * np.sum(np.sum(mass * vel**2))
    x = pos[:, 0:1]
    y = pos[:, 1:2]
    z = pos[:, 2:3]
    dx = x.T - x
    dy = y.T - y
    dz = z.T - z
    inv_r = np.sqrt(dx**2 + dy**2 + dz**2)
    inv_r[inv_r > 0] = 1.0 / inv_r[inv_r > 0]
    PE = G * np.sum(np.sum(np.triu(-(mass * mass.T) * inv_r, 1)))
    return KE, PE


def nbody(mass, pos, vel, Nt, dt, G, softening):
    vel -= np.mean(mass * vel, axis=0) / np.mean(mass)
    acc = acceleration(pos, mass, G, softening)
    KE = np.ndarray(Nt + 1, dtype=np.float64)
    PE = np.ndarray(Nt + 1, dtype=np.float64)
    KE[0], PE[0] = energy(pos, vel, mass, G)
    for i in range(Nt):
        vel += acc * dt / 2.0
        pos += vel * dt
        acc[:] = acceleration(pos, mass, G, softening)
        vel += acc * dt / 2.0
        KE[i + 1], PE[i + 1] = energy(pos, vel, mass, G)
    return KE, PE


def nbody_loss(mass, pos, vel, Nt, dt, G, softening):
    KE, PE = nbody(mass, pos, vel, Nt, dt, G, softening)
    return np.sum(KE * KE) + np.sum(KE * PE)


def nbody_data(rng, n):
    mass = 20.0 * np.ones((n, 1)) / n
    return mass, rng.normal(size=(n, 3)), rng.normal(size=(n, 3)), 4, 0.05, 1.0, 0.1


def scattering_self_energies(neigh_idx, dH, G, D, Sigma):
    for k in range(G.shape[0]):
        for E in range(G.shape[1]):
            for q in range(D.shape[0]):
                for w in range(D.shape[1]):
                    for i in range(D.shape[-2]):
                        for j in range(D.shape[-1]):
                            for a in range(neigh_idx.shape[0]):
                                for b in range(neigh_idx.shape[1]):
                                    if E - w >= 0:
                                        dHG = G[k, E - w, neigh_idx[a, b]] @ dH[a, b, i]
                                        dHD = dH[a, b, j] * D[q, w, a, b, i, j]
                                        Sigma[k, E, a] += dHG @ dHD


def scattering_loss(neigh_idx, dH, G, D, Sigma):
    scattering_self_energies(neigh_idx, dH, G, D, Sigma)
    return np.sum(np.abs(Sigma) ** 2)


def scattering_data(rng, n):
    Nkz, NE, Nqz, Nw, N3D, NA, NB, Norb = 2, 2, 2, 2, 2, n // 2, 2, 2

    def complex_field(*shape):
        return rng.normal(size=shape) + 1j * rng.normal(size=shape)

    neigh_idx = np.array([[(i - j) % NA for j in range(NB)] for i in range(NA)])
    return (
        neigh_idx,
        complex_field(NA, NB, N3D, Norb, Norb),
        complex_field(Nkz, NE, NA, Norb, Norb),
        complex_field(Nqz, Nw, NA, NB, N3D, N3D),
        np.zeros((Nkz, NE, NA, Norb, Norb), dtype=np.complex128),
    )


def contour_integral(NR, NM, slab_per_bc, Ham, int_pts, Y):
    P0 = np.zeros((NR, NM), dtype=np.complex128)
    P1 = np.zeros((NR, NM), dtype=np.complex128)
    for z in int_pts:
        Tz = np.zeros((NR, NR), dtype=np.complex128)
        for n in range(slab_per_bc + 1):
            zz = np.power(z, slab_per_bc / 2 - n)
            Tz += zz * Ham[n]
        if NR == NM:
            X = np.linalg.inv(Tz)
        else:
            X = np.linalg.solve(Tz, Y)
        if abs(z) < 1.0:
            X = -X
        P0 += X
        P1 += z * X
    return P0, P1


def contour_integral_loss(NR, NM, slab_per_bc, Ham, int_pts, Y):
    P0, P1 = contour_integral(NR, NM, slab_per_bc, Ham, int_pts, Y)
    return np.sum(np.abs(P0) ** 2) + np.sum(np.abs(P1) ** 2)


def contour_integral_data(rng, n):
    NR, NM, slab_per_bc = n, n - 1, 2
    Ham = rng.normal(size=(slab_per_bc + 1, NR, NR)) + 1j * rng.normal(size=(3, NR, NR))
    int_pts = np.exp(1j * rng.uniform(0, 6, 4)) * np.array([0.7, 1.4, 0.8, 1.3])
    return NR, NM, slab_per_bc, Ham, int_pts, rng.normal(size=(NR, NM)) + 0j


def azimint_naive(data, radius, npt):
    rmax = radius.max()
    res = np.zeros(npt, dtype=np.float64)
    for i in range(npt):
        r1 = rmax * i / npt
        r2 = rmax * (i + 1) / npt
        mask_r12 = np.logical_and((r1 <= radius), (radius < r2))
        values_r12 = data[mask_r12]
        res[i] = values_r12.mean()
    return res


def azimint_naive_loss(data, radius, npt):
    res = azimint_naive(data, radius, npt)
    return np.sum(res * res)


def azimint_data(rng, n):
    return rng.uniform(0.1, 1.0, 20 * n), rng.uniform(0.1, 1.0, 20 * n), 4


def bin_of(x, bin_edges):
    n = bin_edges.shape[0] - 1
    a_min = bin_edges[0]
    a_max = bin_edges[-1]
    if x == a_max:
        return n - 1
    return int(n * (x - a_min) / (a_max - a_min))


def histogram(a, bins):
    hist = np.zeros((bins,))
    bin_edges = np.linspace(a.min(), a.max(), bins + 1)
    for i in range(a.size):
        hist[bin_of(a[i], bin_edges)] += 1.0
    return hist


def weighted_histogram(a, bins, weights):
    hist = np.zeros((bins,), dtype=weights.dtype)
    bin_edges = np.linspace(a.min(), a.max(), bins + 1)
    for i in range(a.size):
        hist[bin_of(a[i], bin_edges)] += weights[i]
    return hist


def azimint_hist(data, radius, npt):
    histu = histogram(radius, npt)
    histw = weighted_histogram(radius, npt, data)
    return histw / histu


def azimint_hist_loss(data, radius, npt):
    res = azimint_hist(data, radius, npt)
    return np.sum(res * res)


def arc_distance(theta_1, phi_1, theta_2, phi_2):
    temp = (
        np.sin((theta_2 - theta_1) / 2) ** 2
        + np.cos(theta_1) * np.cos(theta_2) * np.sin((phi_2 - phi_1) / 2) ** 2
    )
    return 2 * np.arctan2(np.sqrt(temp), np.sqrt(1 - temp))


def arc_distance_loss(theta_1, phi_1, theta_2, phi_2):
    d = arc_distance(theta_1, phi_1, theta_2, phi_2)
    return np.sum(d * d)


def arc_distance_data(rng, n):
    return tuple(rng.uniform(0.1, 1.0, n) for _ in range(4))


PROGRAMS = {
    "nbody": (nbody_loss, nbody_data, 60),
    "scattering_self_energies": (scattering_loss, scattering_data, 6),
    "contour_integral": (contour_integral_loss, contour_integral_data, 30),
    "azimint_naive": (azimint_naive_loss, azimint_data, 1000),
    "azimint_hist": (azimint_hist_loss, azimint_data, 100),
    "arc_distance": (arc_distance_loss, arc_distance_data, 10000),
}
