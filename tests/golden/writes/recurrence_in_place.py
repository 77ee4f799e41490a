def recurrence_in_place_grad(x):
    # forward
    y = x * x
    y_was = []
    for i in range(2):
        add_value = i + 1
        y_part = y[add_value]
        y_was.append(y_part)
        y[add_value] = y[i] * y_part
    # backward
    # return np.sum(y*y)
    dy = 2.0 * y
    for i, was in zip(range(1, -1, -1), reversed(y_was)):
        add_value = i + 1
        # y[i+1] = y[i]*y[i+1]
        dy_in = dy[add_value]
        y[add_value] = was
        dy[add_value] = y[i] * dy_in
        dy[i] += was * dy_in
    # y = x*x
    dx = 2.0 * x * dy
    return dx,
