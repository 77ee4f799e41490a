def masked_write_grad(x):
    # forward
    y = x * x
    lt_value = x < 0
    y[lt_value] = 0.0
    # backward
    # return np.sum(y)
    dy = np.ones_like(y)
    # y[x<0] = 0.0
    dy[lt_value] = 0.0
    # y = x*x
    dx = 2.0 * x * dy
    return dx,
