def matrix_exponential_grad(a, t):
    # forward
    x = np.array([1.0, 0.0])
    residuals = []
    for _ in range(3):
        x_mul = a * t
        x_in = linalg.expm(x_mul)
        residuals.append((x, x_mul, x_in))
        x = x_in @ x
    # backward
    # x = linalg.expm(a*t) @ x
    dx = np.zeros_like(x)
    da = np.zeros_like(a)
    dt = 0.0
    for x_prev, x_mul, x_in in reversed(residuals):
        # total = total + x @ x
        d_x = dx + x + x
        # x = linalg.expm(a*t) @ x
        dx = x_in.T @ d_x
        dx_mul = linalg.expm_frechet(x_mul.T, np.outer(d_x, x_prev), compute_expm=False)
        da = da + t * dx_mul
        dt = dt + np.sum(a * dx_mul)
        x = x_prev
    return da, float(dt)
