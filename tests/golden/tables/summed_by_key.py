def summed_by_key_grad(x, keys):
    # forward
    sums = {}
    contains_value_at = []
    for k, v in zip(keys, x):
        contains_value = k in sums
        contains_value_at.append(contains_value)
        if contains_value:
            sums[k] += v * v
        else:
            sums[k] = v
    # backward
    # return sums[3] * sums[1] + sums[2]
    dsums = zeros(sums)
    dsums[2] += 1.0
    dsums[1] += sums[3]
    dsums[3] += sums[1]
    dvs = []
    for (k, v), contains_value in zip(list(zip(keys, x))[::-1],
            reversed(contains_value_at)):
        if contains_value:
            # sums[k] += v * v
            dv = 2.0 * v * dsums[k]
        else:
            # sums[k] = v
            dv = dsums[k]
            dsums[k] = 0.0
        # if k in sums:
        dvs.append(dv)
    # if k in sums:
    dx = pad_items(dvs[::-1], x)
    return dx,
