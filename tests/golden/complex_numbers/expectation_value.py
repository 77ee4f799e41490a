def expectation_value_grad(psi, h):
    # forward
    norm = np.vdot(psi, psi).real
    matmul_value = h @ psi
    # backward
    # return np.vdot(psi, h @ psi).real / norm
    dreal_value = 1.0 / norm
    dnorm = -(np.vdot(psi, matmul_value).real / norm * dreal_value)
    dpsi = np.conj(dreal_value * matmul_value)
    dmatmul_value = np.conj(psi)
    d_matmul_value = dreal_value * dmatmul_value
    dh = np.outer(d_matmul_value, psi)
    d_psi = h.T @ d_matmul_value
    # norm = np.vdot(psi, psi).real
    dpsi = dpsi + d_psi + np.conj(dnorm * psi) + dnorm * dmatmul_value
    return dpsi, dh
