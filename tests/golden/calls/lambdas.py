def lambdas_grad(x):
    # backward
    # return y * y * SCALE
    dy = 1.0 + 2.0 * x[0] * SCALE
    # return np.sum(g(x)) + g(x[0], k=1.0)
    dx = np.zeros_like(x)
    dx[0] += dy
    # return y * y * SCALE
    dx = dx + 3.0 + 2.0 * x * SCALE
    return dx,
