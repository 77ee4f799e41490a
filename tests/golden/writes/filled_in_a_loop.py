def filled_in_a_loop_grad(x):
    # forward
    y = np.zeros(3)
    for i in range(3):
        x_part = x[i]
        y[i] = x_part * x_part
    # backward
    # return np.sum(y*y)
    dy = 2.0 * y
    # y[i] = x[i]*x[i]
    dx = np.zeros_like(x)
    for i in range(2, -1, -1):
        # y[i] = x[i]*x[i]
        dy_in = dy[i]
        dy[i] = 0.0
        dx[i] += 2.0 * x[i] * dy_in
    return dx,
