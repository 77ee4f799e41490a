def counted_with_get_grad(x, keys):
    # forward
    sums = {}
    contains_value_at = []
    for k, v in zip(keys, x):
        contains_value = k in sums
        contains_value_at.append(contains_value)
        sums[k] = (sums[k] if contains_value else 0.0) + v * v
    # backward
    if 99 in sums:
        # return sums[3] * sums[1] + sums.get(2, 0.0) + sums.get(99, 5.0)
        dsums = zeros(sums)
        dsums[99] += 1.0
    else:
        # return sums[3] * sums[1] + sums.get(2, 0.0) + sums.get(99, 5.0)
        dsums = zeros(sums)
    if 2 in sums:
        # return sums[3] * sums[1] + sums.get(2, 0.0) + sums.get(99, 5.0)
        dsums[2] += 1.0
    # return sums[3] * sums[1] + sums.get(2, 0.0) + sums.get(99, 5.0)
    dsums[1] += sums[3]
    dsums[3] += sums[1]
    dvs = []
    for (k, v), contains_value in zip(list(zip(keys, x))[::-1],
            reversed(contains_value_at)):
        # sums[k] = sums.get(k, 0.0) + v * v
        dsums_in = dsums[k]
        dsums[k] = 0.0
        dv = 2.0 * v * dsums_in
        dvs.append(dv)
        if contains_value:
            # sums[k] = sums.get(k, 0.0) + v * v
            dsums[k] += dsums_in
    # sums[k] = sums.get(k, 0.0) + v * v
    dx = pad_items(dvs[::-1], x)
    return dx,
