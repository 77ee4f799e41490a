def grids_grad(x, n):
    # forward
    places = np.indices((n, 3))
    i = places[0]
    j = places[1]
    a = np.zeros((n, 3))
    x_part = x[i]
    x_part2 = x[j]
    a[i, j] = x_part * x_part2
    span = n - 1
    x2 = np.arange(span, dtype=float)
    x3 = np.arange(3, dtype=float)
    x2 = x2 + 1
    x3 = x3 * (1 / float(2)) + 0
    p = np.expand_dims(x2, axis=(1,))
    q = np.expand_dims(x3, axis=(0,))
    mul_value = p * q
    a[1:, :] += mul_value * x[0]
    k = places[0]
    l = places[1]
    x1 = x[1]
    gt_value = k > l
    a_part = a[gt_value]
    a[gt_value] = a_part * x1
    places = np.indices((4, math.ceil(3.0)), dtype=float)
    scaled = places[1] * 2
    a_in = np.stack([places[0] * (1 / float(3)) + 0, scaled + -1])[1, :n]
    a2 = a * a_in
    # backward
    # return np.sum(a * a)
    da = 2.0 * a2
    # a *= np.mgrid[0:1:4j, -1:5:2][1, :n]
    da = fit(a_in * da, a)
    # a[k > l] *= x[1]
    da_in = da[gt_value]
    da[gt_value] = x1 * da_in
    dx = np.zeros_like(x)
    dx[1] += np.sum(a_part * da_in)
    # a[1:, :] += p * q * x[0]
    dx[0] += np.sum(mul_value * da[1:, :])
    # a[i, j] = x[i] * x[j]
    da_in = da[i, j]
    d_a_in = lasting(da, (i, j))
    np.add.at(dx, j, np.where(d_a_in, x_part * da_in, 0.0))
    np.add.at(dx, i, np.where(d_a_in, x_part2 * da_in, 0.0))
    return dx,
