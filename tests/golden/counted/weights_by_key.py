def weights_by_key_grad(x, keys):
    # forward
    weights = {}
    not_value_at = []
    for k, v in zip(keys, x):
        not_value = k not in weights
        not_value_at.append(not_value)
        if not_value:
            weights[k] = 0
        weights[k] += v * v
    contains_value = 3 in weights
    value = weights[3] if contains_value else 0
    contains_value2 = 1 in weights
    value2 = weights[1] if contains_value2 else 0
    contains_value3 = 99 in weights
    x0 = x[0]
    # backward
    # return weights[3] * weights[1] + weights[99] * x[0] + len(weights)
    dx = np.zeros_like(x)
    dx[0] += weights[99] if contains_value3 else 0
    if contains_value3:
        # return weights[3] * weights[1] + weights[99] * x[0] + len(weights)
        dweights = zeros(weights)
        dweights[99] += x0
    else:
        # return weights[3] * weights[1] + weights[99] * x[0] + len(weights)
        dweights = zeros(weights)
    if contains_value2:
        # return weights[3] * weights[1] + weights[99] * x[0] + len(weights)
        dweights[1] += value
    if contains_value:
        # return weights[3] * weights[1] + weights[99] * x[0] + len(weights)
        dweights[3] += value2
    dvs = []
    for (k, v), not_value in zip(list(zip(keys, x))[::-1], reversed(not_value_at)):
        # weights[k] += v * v
        dv = 2.0 * v * dweights[k]
        dvs.append(dv)
        if not_value:
            # weights[k] += v * v
            dweights[k] = 0.0
    # weights[k] += v * v
    dx = dx + pad_items(dvs[::-1], x)
    return dx,
