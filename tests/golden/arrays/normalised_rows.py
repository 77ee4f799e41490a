def normalised_rows_grad(x):
    # forward
    sum_value = x.sum(axis=1, keepdims=True)
    truediv_value = x / sum_value
    # backward
    # return np.sum((x / x.sum(axis=1, keepdims=True)) ** 2)
    dx = 2.0 * truediv_value / sum_value
    dx = dx - np.sum(truediv_value * dx, axis=1, keepdims=True)
    return dx,
