def normalised_rows_grad(x):
    # forward
    sum_value = x.sum(axis=1, keepdims=True)
    truediv_value = x / sum_value
    # backward
    # return np.sum((x / x.sum(axis=1, keepdims=True)) ** 2)
    dtruediv_value = 2.0 * truediv_value
    dx = dtruediv_value / sum_value + np.sum(-truediv_value / sum_value *
        dtruediv_value, axis=1, keepdims=True)
    return dx,
