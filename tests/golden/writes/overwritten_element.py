def overwritten_element_grad(x):
    # forward
    y = x * x
    y1 = y[1]
    y2 = y[2]
    y[0] = y1 * y2
    # backward
    # return np.sum(y*y)
    dy = 2.0 * y
    # y[0] = y[1]*y[2]
    dy_in = dy[0]
    dy[0] = 0.0
    dy[2] += y1 * dy_in
    dy[1] += y2 * dy_in
    # y = x*x
    dx = 2.0 * x * dy
    return dx,
