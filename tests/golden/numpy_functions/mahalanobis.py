def mahalanobis_grad(data, x):
    # forward
    rows = data.T
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    cov_transpose = centred.T
    cov_real = cov_transpose.conj()
    c_in = 1 / (rows.shape[1] - 1)
    c = np.dot(centred, cov_real) * c_in
    cov = np.squeeze(c)
    d = x - np.mean(data, axis=0)
    solve_value = np.linalg.solve(cov, d)
    # backward
    # return d @ np.linalg.solve(cov, d)
    dcov = np.linalg.solve(cov.T, d)
    d_cov = -np.outer(dcov, solve_value)
    dd = solve_value + dcov
    # d = x - np.mean(data, axis=0)
    dx = dd
    ddata = -dd / data.shape[0]
    # cov = np.cov(data, rowvar=False)
    dc = np.reshape(d_cov, c.shape)
    dc_in = c_in * dc
    dcentred = dc_in @ cov_real.T + (cov_transpose @ dc_in).T
    drows = dcentred + -np.sum(dcentred, axis=1, keepdims=True) / rows.shape[1]
    ddata = ddata + drows.T
    return ddata, dx
