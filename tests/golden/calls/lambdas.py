def lambdas_grad(x):
    # backward
    # return y * y * SCALE
    dx0 = 2.0 * x[0] * SCALE
    # return np.sum(g(x)) + g(x[0], k=1.0)
    dx = np.zeros_like(x)
    dx[0] += 1.0 + dx0
    # return f(y) + k * y
    d_x = np.full_like(x * x * SCALE + 3.0 * x, 3.0 * 1.0)
    # return y * y * SCALE
    dx = dx + d_x + 2.0 * x * SCALE
    return dx,
