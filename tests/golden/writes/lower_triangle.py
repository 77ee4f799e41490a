def lower_triangle_grad(x):
    # forward
    y = np.zeros((3, 3))
    for i in range(3):
        for j in range(i + 1):
            x_part = x[i]
            y[i, j] = x_part * x[j]
            if i == j:
                y[i, j] += x_part
    # backward
    # return np.sum(y*y)
    dy = 2.0 * y
    # for j in range(i+1):
    dx = np.zeros_like(x)
    for i in range(2, -1, -1):
        for j in range(i, -1, -1):
            if i == j:
                dx_part = dy[i, j]
            else:
                dx_part = 0.0
            # y[i,j] = x[i]*x[j]
            dy_in = dy[i, j]
            dy[i, j] = 0.0
            dx[j] += x[i] * dy_in
            dx[i] += dx_part + x[j] * dy_in
    return dx,
