def recurrence_in_place_grad(x):
    # forward
    y = x * x
    residuals = []
    for i in range(2):
        y_part = y[i]
        y_in = i + 1
        y_part2 = y[y_in]
        residuals.append((y_part, y_part2))
        y[y_in] = y_part * y_part2
    # backward
    # return np.sum(y*y)
    dy = 2.0 * y
    for i, (y_part, y_part2) in zip(range(1, -1, -1), reversed(residuals)):
        add_value = i + 1
        # y[i+1] = y[i]*y[i+1]
        dy_in = dy[add_value]
        dy[add_value] = 0.0
        dy[add_value] += y_part * dy_in
        dy[i] += y_part2 * dy_in
    # y = x*x
    dx = 2.0 * x * dy
    return dx,
