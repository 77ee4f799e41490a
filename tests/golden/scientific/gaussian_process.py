def gaussian_process_grad(length, noise, y):
    # forward
    d_in = np.arange(4.0)
    d = d_in[:, None] - d_in
    K_truediv = d / length
    K_in = np.exp(-0.5 * K_truediv ** 2)
    K_eye = np.eye(4)
    K = K_in + noise ** 2 * K_eye
    factored = linalg.cho_factor(K, lower=True)
    alpha = linalg.cho_solve((factored[0], True), y)
    # backward
    # return 0.5*(y @ alpha) + np.sum(np.log(np.diag(c[0]))) + 2.0*np.log(2.0*np.pi)
    dfactor = on_diagonal(1.0 / np.diag(factored[0]), factored[0])
    dalpha = 0.5 * y
    # alpha = linalg.cho_solve(c, y)
    h = linalg.cho_solve((factored[0], True), dalpha)
    p = np.outer(h, alpha)
    triangle = np.tril(factored[0])
    dy = 0.5 * alpha + h
    dfactor = dfactor + np.tril(-((p + p.T) @ triangle))
    # c = linalg.cho_factor(K, lower=True)
    inverse = np.linalg.inv(triangle)
    dK = triangle.T @ dfactor
    dK = np.tril(dK) - 0.5 * np.diag(np.diag(dK))
    s = inverse.T @ dK @ inverse
    dK = s + s.T
    dK = np.tril(dK) - 0.5 * np.diag(np.diag(dK))
    # K = np.exp(-0.5*(d/length)**2) + noise**2*np.eye(4)
    dnoise = 2.0 * noise * np.sum(K_eye * dK)
    dlength = -K_truediv / length
    dlength = np.sum(dlength * (-K_truediv * (K_in * fit(dK, d))))
    return float(dlength), float(dnoise), dy
