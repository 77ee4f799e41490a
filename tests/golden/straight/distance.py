def distance_grad(a, b):
    # forward
    d = a - b
    sqrt_value = math.sqrt(np.sum(d ** 2))
    # backward
    # return math.sqrt(np.sum(d**2)) + 0.25 * np.sqrt(d @ d)
    dd_in = 0.25 * (d / np.sqrt(d @ d))
    dd = dd_in + 2.0 * d * (0.5 / sqrt_value if sqrt_value != 0.0 else np.inf)
    # d = a - b
    db = -dd
    da = dd
    return da, db
