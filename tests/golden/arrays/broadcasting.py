def broadcasting_grad(a, b):
    # forward
    truediv_value = a / b
    add_value = a + b
    # backward
    # return np.sum(a * b + a / b - np.sin(a + b))
    dsub_value = np.ones_like(a * b + truediv_value - np.sin(add_value))
    dadd_value = np.cos(add_value) * -dsub_value
    da = dadd_value + dsub_value / b + b * dsub_value
    db_in = np.sum(dadd_value, axis=0) + np.sum(-truediv_value / b, axis=0)
    db = db_in + np.sum(a, axis=0)
    return da, db
