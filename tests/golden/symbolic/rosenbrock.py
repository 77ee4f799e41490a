def rosenbrock_grad(p):
    # forward
    p0 = p[0]
    # backward
    # return (1.0 - p[0]) ** 2 + 100.0 * (p[1] - p[0] ** 2) ** 2
    dp0_in = p0 * p0 - p[1]
    dp = np.zeros_like(p)
    dp[1] += -200.0 * dp0_in
    dp[0] += 400.0 * p0 * dp0_in - 2.0 * (1.0 - p0)
    return dp,
