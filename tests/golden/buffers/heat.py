def heat_grad(x, n):
    # forward
    x_at = []
    for _ in range(n):
        x_at.append(x)
        new = np.empty_like(x)
        for j in range(len(x)):
            new[j] = math.sin(x[j]) + 0.1 * x[j - 1]
        x = new
    # backward
    # return np.sum(x)
    dx = np.ones_like(x)
    for x_prev in reversed(x_at):
        # new[j] = math.sin(x[j]) + 0.1 * x[j - 1]
        d_x = np.zeros_like(x_prev)
        dnew = dx
        for j in range(len(x_prev) - 1, -1, -1):
            # new[j] = math.sin(x[j]) + 0.1 * x[j - 1]
            dnew_in = dnew[j]
            dnew[j] = 0.0
            d_x[j - 1] += 0.1 * dnew_in
            d_x[j] += math.cos(x_prev[j]) * dnew_in
        dx = d_x
    return dx,
