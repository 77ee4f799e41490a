def shifted_grad(x):
    # forward
    add_value = x * x + 1000.0
    m = np.max(add_value)
    e = np.exp(add_value - m)
    s = np.sum(e)
    # backward
    # return log_sum_exp(x * x + 1000.0) * 2.0
    dx = e * (2.0 / s)
    dx = 2.0 * x * dx
    return dx
