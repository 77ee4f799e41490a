def surprising_grad_batched(a, x):
    # forward
    if np.any(x < 0.0):
        raise ValueError('math domain error')
    sqrt_value = np.sqrt(x)
    if np.any(x <= 0.0):
        raise ValueError('math domain error')
    # backward
    # return math.gamma(a) * math.sqrt(x) + math.log(x) * a
    ne_value = sqrt_value != 0.0
    # one after the other: NumPy has no way to do this for all at once
    value = []
    for a2 in a.tolist():
        value.append(math.gamma(a2))
    array_value = np.array(value)
    # return math.gamma(a) * math.sqrt(x) + math.log(x) * a
    dx = (a / x + np.where(ne_value, 0.5 / np.where(ne_value, sqrt_value, 1.0), np.inf)
        * array_value)
    tolist_value = a.tolist()
    # one after the other: NumPy has no way to do this for all at once
    da = []
    for a in tolist_value:
        # return math.gamma(a) * math.sqrt(x) + math.log(x) * a
        da.append(digamma(a))
    # return math.gamma(a) * math.sqrt(x) + math.log(x) * a
    da = np.log(x) + array_value * np.array(da) * sqrt_value
    return da, dx
