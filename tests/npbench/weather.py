"""NPBench's weather stencils: horizontal diffusion and vertical advection."""

import numpy as np


def hdiff(in_field, out_field, coeff):
    I, J = out_field.shape[0], out_field.shape[1]
    lap = 4.0 * in_field[1 : I + 3, 1 : J + 3, :] - (
        in_field[2 : I + 4, 1 : J + 3, :]
        + in_field[0 : I + 2, 1 : J + 3, :]
        + in_field[1 : I + 3, 2 : J + 4, :]
        + in_field[1 : I + 3, 0 : J + 2, :]
    )
    res = lap[1:, 1 : J + 1, :] - lap[: I + 1, 1 : J + 1, :]
    flx = np.where(
        (res * (in_field[2 : I + 3, 2 : J + 2, :] - in_field[1 : I + 2, 2 : J + 2, :])) > 0, 0, res
    )
    res = lap[1 : I + 1, 1:, :] - lap[1 : I + 1, : J + 1, :]
    fly = np.where(
        (res * (in_field[2 : I + 2, 2 : J + 3, :] - in_field[2 : I + 2, 1 : J + 2, :])) > 0, 0, res
    )
    out_field[:, :, :] = in_field[2 : I + 2, 2 : J + 2, :] - coeff[:, :, :] * (
        flx[1:, :, :] - flx[:-1, :, :] + fly[:, 1:, :] - fly[:, :-1, :]
    )


def hdiff_loss(in_field, out_field, coeff):
    hdiff(in_field, out_field, coeff)
    return np.sum(out_field * out_field)


def hdiff_data(rng, n):
    I, J, K = n, n + 1, n // 2
    return (
        rng.uniform(0.1, 1.0, (I + 4, J + 4, K)),
        rng.uniform(0.1, 1.0, (I, J, K)),
        rng.uniform(0.1, 1.0, (I, J, K)),
    )


BET_M = 0.35
BET_P = 0.65


def vadv(utens_stage, u_stage, wcon, u_pos, utens, dtr_stage):
    """Solve the implicit vertical advection, one tridiagonal system for each column."""
    I, J, K = utens_stage.shape[0], utens_stage.shape[1], utens_stage.shape[2]
    ccol = np.empty((I, J, K), dtype=utens_stage.dtype)
    dcol = np.empty((I, J, K), dtype=utens_stage.dtype)
    data_col = np.empty((I, J), dtype=utens_stage.dtype)

    k = 0
    gcv = 0.25 * (wcon[1:, :, k + 1] + wcon[:-1, :, k + 1])
    cs = gcv * BET_M
    ccol[:, :, k] = gcv * BET_P
    bcol = dtr_stage - ccol[:, :, k]
    correction_term = -cs * (u_stage[:, :, k + 1] - u_stage[:, :, k])
    dcol[:, :, k] = (
        dtr_stage * u_pos[:, :, k] + utens[:, :, k] + utens_stage[:, :, k] + correction_term
    )
    divided = 1.0 / bcol
    ccol[:, :, k] = ccol[:, :, k] * divided
    dcol[:, :, k] = dcol[:, :, k] * divided

    for k in range(1, K - 1):
        gav = -0.25 * (wcon[1:, :, k] + wcon[:-1, :, k])
        gcv = 0.25 * (wcon[1:, :, k + 1] + wcon[:-1, :, k + 1])
        as_ = gav * BET_M
        cs = gcv * BET_M
        acol = gav * BET_P
        ccol[:, :, k] = gcv * BET_P
        bcol = dtr_stage - acol - ccol[:, :, k]
        correction_term = -as_ * (u_stage[:, :, k - 1] - u_stage[:, :, k]) - cs * (
            u_stage[:, :, k + 1] - u_stage[:, :, k]
        )
        dcol[:, :, k] = (
            dtr_stage * u_pos[:, :, k] + utens[:, :, k] + utens_stage[:, :, k] + correction_term
        )
        divided = 1.0 / (bcol - ccol[:, :, k - 1] * acol)
        ccol[:, :, k] = ccol[:, :, k] * divided
        dcol[:, :, k] = (dcol[:, :, k] - dcol[:, :, k - 1] * acol) * divided

    k = K - 1
    gav = -0.25 * (wcon[1:, :, k] + wcon[:-1, :, k])
    as_ = gav * BET_M
    acol = gav * BET_P
    bcol = dtr_stage - acol
    correction_term = -as_ * (u_stage[:, :, k - 1] - u_stage[:, :, k])
    dcol[:, :, k] = (
        dtr_stage * u_pos[:, :, k] + utens[:, :, k] + utens_stage[:, :, k] + correction_term
    )
    divided = 1.0 / (bcol - ccol[:, :, k - 1] * acol)
    dcol[:, :, k] = (dcol[:, :, k] - dcol[:, :, k - 1] * acol) * divided

    data_col[:] = dcol[:, :, K - 1]
    utens_stage[:, :, K - 1] = dtr_stage * (data_col - u_pos[:, :, K - 1])
    for k in range(K - 2, -1, -1):
        data_col[:] = dcol[:, :, k] - ccol[:, :, k] * data_col
        utens_stage[:, :, k] = dtr_stage * (data_col - u_pos[:, :, k])


def vadv_loss(utens_stage, u_stage, wcon, u_pos, utens, dtr_stage):
    vadv(utens_stage, u_stage, wcon, u_pos, utens, dtr_stage)
    return np.sum(utens_stage * utens_stage)


def vadv_data(rng, n):
    shape = (n, n + 1, n + 2)
    wide = (n + 1, n + 1, n + 2)
    utens_stage, u_stage, u_pos, utens = (rng.uniform(0.1, 1.0, shape) for _ in range(4))
    return utens_stage, u_stage, rng.uniform(0.1, 1.0, wide), u_pos, utens, 3.0 / 20.0 + 1.0


PROGRAMS = {
    "hdiff": (hdiff_loss, hdiff_data, 64),
    "vadv": (vadv_loss, vadv_data, 40),
}
