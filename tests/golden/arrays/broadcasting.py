def broadcasting_grad(a, b):
    # forward
    truediv_value = a / b
    add_value = a + b
    # backward
    # return np.sum(a * b + a / b - np.sin(a + b))
    dsub_value = np.ones_like(a * b + truediv_value - np.sin(add_value))
    dadd_value = np.cos(add_value) * -dsub_value
    da = dsub_value / b
    d_a = dadd_value + da + b * dsub_value
    db = (np.sum(dadd_value, axis=0) - np.sum(truediv_value * da, axis=0)
        + np.sum(a, axis=0))
    return d_a, db
