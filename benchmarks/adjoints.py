"""Gradients of four NPBench kernels as a careful programmer writes them by hand in NumPy.

Each is the gradient of the loss of that name in tests/npbench: statement by statement where the
kernel updates arrays in place, with nothing kept that the sweep back does not read.
"""

from __future__ import annotations

import numpy as np


def jacobi_2d_by_hand(TSTEPS, A, B):
    A, B = A.copy(), B.copy()
    for _ in range(1, TSTEPS):
        for new, old in ((B, A), (A, B)):
            new[1:-1, 1:-1] = 0.2 * (
                old[1:-1, 1:-1] + old[1:-1, :-2] + old[1:-1, 2:] + old[2:, 1:-1] + old[:-2, 1:-1]
            )
    dA = 2.0 * A
    dB = np.ones_like(B)
    for _ in range(1, TSTEPS):
        for dnew, dold in ((dA, dB), (dB, dA)):
            d = 0.2 * dnew[1:-1, 1:-1]
            dnew[1:-1, 1:-1] = 0.0
            dold[1:-1, 1:-1] += d
            dold[1:-1, :-2] += d
            dold[1:-1, 2:] += d
            dold[2:, 1:-1] += d
            dold[:-2, 1:-1] += d
    return dA, dB


def hdiff_by_hand(u, out_field, coeff):
    n, m = out_field.shape[:2]
    lap = 4.0 * u[1 : n + 3, 1 : m + 3] - (
        u[2 : n + 4, 1 : m + 3] + u[: n + 2, 1 : m + 3] + u[1 : n + 3, 2 : m + 4]
        + u[1 : n + 3, : m + 2]
    )  # fmt: skip
    res = lap[1:, 1 : m + 1] - lap[: n + 1, 1 : m + 1]
    steep_x = res * (u[2 : n + 3, 2 : m + 2] - u[1 : n + 2, 2 : m + 2]) > 0
    flx = np.where(steep_x, 0, res)
    res = lap[1 : n + 1, 1:] - lap[1 : n + 1, : m + 1]
    steep_y = res * (u[2 : n + 2, 2 : m + 3] - u[2 : n + 2, 1 : m + 2]) > 0
    fly = np.where(steep_y, 0, res)
    change = flx[1:] - flx[:-1] + fly[:, 1:] - fly[:, :-1]
    dout = 2.0 * (u[2 : n + 2, 2 : m + 2] - coeff * change)
    dcoeff = -change * dout
    dchange = -coeff * dout
    dfly = np.zeros_like(fly)
    dfly[:, :-1] -= dchange
    dfly[:, 1:] += dchange
    dflx = np.zeros_like(flx)
    dflx[:-1] -= dchange
    dflx[1:] += dchange
    dfly[steep_y] = 0.0
    dflx[steep_x] = 0.0
    dlap = np.zeros_like(lap)
    dlap[1 : n + 1, : m + 1] -= dfly
    dlap[1 : n + 1, 1:] += dfly
    dlap[: n + 1, 1 : m + 1] -= dflx
    dlap[1:, 1 : m + 1] += dflx
    du = np.zeros_like(u)
    du[2 : n + 2, 2 : m + 2] += dout
    du[1 : n + 3, : m + 2] -= dlap
    du[1 : n + 3, 2 : m + 4] -= dlap
    du[: n + 2, 1 : m + 3] -= dlap
    du[2 : n + 4, 1 : m + 3] -= dlap
    du[1 : n + 3, 1 : m + 3] += 4.0 * dlap
    return du, np.zeros_like(out_field), dcoeff


def cholesky_by_hand(A):
    A = A.copy()
    n = A.shape[0]
    A[0, 0] = np.sqrt(A[0, 0])
    for i in range(1, n):
        for j in range(i):
            A[i, j] = (A[i, j] - np.dot(A[i, :j], A[j, :j])) / A[j, j]
        A[i, i] = np.sqrt(A[i, i] - np.dot(A[i, :i], A[i, :i]))
    dA = 2.0 * A
    for i in range(n - 1, 0, -1):
        # What stands in a row when it is reached is final: nothing has to be put back.
        d = 0.5 * dA[i, i] / A[i, i]
        dA[i, i] = d
        dA[i, :i] -= 2.0 * d * A[i, :i]
        for j in range(i - 1, -1, -1):
            d = dA[i, j] / A[j, j]
            dA[i, j] = d
            dA[j, j] -= d * A[i, j]
            dA[i, :j] -= d * A[j, :j]
            dA[j, :j] -= d * A[i, :j]
    dA[0, 0] = 0.5 * dA[0, 0] / A[0, 0]
    return dA


def _apart(pos, softening):
    x, y, z = pos[:, 0:1], pos[:, 1:2], pos[:, 2:3]
    dx, dy, dz = x.T - x, y.T - y, z.T - z
    squared = dx * dx + dy * dy + dz * dz
    near = squared + softening * softening
    inv_r3 = near**-1.5
    inv_r = np.sqrt(squared)
    np.divide(1.0, inv_r, out=inv_r, where=inv_r > 0)
    return dx, dy, dz, near, inv_r3, inv_r


def _pulled(mass, between, G, dacc, dPE):
    """Return what accelerations and potential energy send back to positions and masses."""
    dx, dy, dz, near, inv_r3, inv_r = between
    dmass = np.zeros_like(mass)
    dinv_r3 = 0.0
    ds = []
    for k, d in enumerate((dx, dy, dz)):
        da = G * dacc[:, k : k + 1]
        dw = da @ mass.T
        dmass += (d * inv_r3).T @ da
        dinv_r3 = dinv_r3 + dw * d
        ds.append(dw * inv_r3)
    dnear = -1.5 * inv_r3 / near * dinv_r3
    dpair = np.triu(inv_r, 1)
    dmass -= G * dPE * (dpair @ mass + dpair.T @ mass)
    dnear2 = 2.0 * dnear + np.triu(G * dPE * (mass * mass.T) * inv_r**3, 1)
    dpos = np.empty((mass.shape[0], 3))
    for k, (d, dd) in enumerate(zip((dx, dy, dz), ds, strict=True)):
        dd += dnear2 * d
        dpos[:, k] = np.sum(dd, axis=0) - np.sum(dd, axis=1)
    return dpos, dmass


def nbody_by_hand(mass, pos, vel, Nt, dt, G, softening):
    """Return the gradients by masses, positions and velocities."""
    start = vel
    mean = np.mean(mass)
    drift = np.mean(mass * vel, axis=0) / mean
    vel = vel - drift
    states = []
    KE, PE = np.empty(Nt + 1), np.empty(Nt + 1)
    pairs = mass * mass.T
    half = dt / 2.0
    acc = np.zeros_like(pos)
    for i in range(Nt + 1):
        if i:
            vel = vel + acc * half
            pos = pos + vel * dt
        between = _apart(pos, softening)
        dx, dy, dz, _, inv_r3, inv_r = between
        acc = np.hstack([G * (d * inv_r3) @ mass for d in (dx, dy, dz)])
        if i:
            vel = vel + acc * half
        KE[i] = 0.5 * np.sum(mass * vel**2)
        PE[i] = -G * np.sum(np.triu(pairs * inv_r, 1))
        states.append((vel, between))
    dKE = 2.0 * KE + PE
    dPE = KE
    dpos, dvel, dmass = np.zeros_like(pos), np.zeros_like(vel), np.zeros_like(mass)
    dacc = np.zeros_like(pos)
    for i in range(Nt, -1, -1):
        vel, between = states[i]
        dvel += dKE[i] * mass * vel
        dmass += 0.5 * dKE[i] * np.sum(vel**2, axis=1, keepdims=True)
        if i:
            dacc += half * dvel
        part, dm = _pulled(mass, between, G, dacc, dPE[i])
        dpos += part
        dmass += dm
        if i:
            dvel += dt * dpos
            dacc = half * dvel
    ddrift = -np.sum(dvel, axis=0)
    n = mass.shape[0]
    dmass += (np.sum(start * ddrift, axis=1, keepdims=True) - np.sum(drift * ddrift)) / (n * mean)
    dvel += mass * ddrift / (n * mean)
    return dmass, dpos, dvel
