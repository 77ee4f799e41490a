def elimination_with_pivots_grad(m, b):
    # forward
    a = m.copy()
    y = b[:3].copy()
    n = len(y)
    p_in_at = []
    pack_value_at = []
    a_was = []
    a_was_at = []
    y_part_at_at = []
    for k in range(n):
        p_in = np.argmax(np.absolute(a[k:, k]))
        p_in_at.append(p_in)
        p = k + p_in
        pack_value = [k, p]
        pack_value_at.append(pack_value)
        a_was.append(a[pack_value])
        a[pack_value] = a[[p, k]]
        y[[k, p]] = y[[p, k]]
        a_was2 = []
        y_part_at = []
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            a_part = np.copy(a[i, k:])
            a_was2.append(a_part)
            a[i, k:] -= factor * a[k, k:]
            y_part = y[k]
            y_part_at.append(y_part)
            y[i] -= factor * y_part
        a_was_at.append(a_was2)
        y_part_at_at.append(y_part_at)
    y_was = []
    for k in range(n - 1, -1, -1):
        y_part = y[k]
        y_was.append(y_part)
        add_value = k + 1
        y[k] = (y_part - a[k, add_value:] @ y[add_value:]) / a[k, k]
    # backward
    # return np.sum(y * y)
    dy = 2.0 * y
    # y[k] = (y[k] - a[k, k + 1 :] @ y[k + 1 :]) / a[k, k]
    da = np.zeros_like(a)
    for k, was in zip(reversed(range(n - 1, -1, -1)), reversed(y_was)):
        # y[k] = (y[k] - a[k, k + 1 :] @ y[k + 1 :]) / a[k, k]
        dy_in = dy[k]
        dy[k] = 0.0
        dsub_value = dy_in / a[k, k]
        da[k, k] -= y[k] * dsub_value
        dmatmul_value = -dsub_value
        y[k] = was
        add_value = k + 1
        y_part = y[add_value:]
        a_part = a[k, add_value:]
        dy[add_value:] += fit(dmatmul_value * a_part, y_part)
        da[k, add_value:] += fit(dmatmul_value * y_part, a_part)
        dy[k] += dsub_value
    for k, p_in, pack_value, was, a_was2, y_part_at in zip(range(n - 1, -1, -1),
            reversed(p_in_at), reversed(pack_value_at), reversed(a_was),
            reversed(a_was_at), reversed(y_part_at_at)):
        for i, was2, y_part in zip(range(n - 1, k, -1), reversed(a_was2),
                reversed(y_part_at)):
            # y[i] -= factor * y[k]
            dy_in = dy[i]
            # a[i, k:] -= factor * a[k, k:]
            a[i, k:] = was2
            factor_in = a[k, k]
            factor = a[i, k] / factor_in
            # y[i] -= factor * y[k]
            dy[k] -= factor * dy_in
            # a[i, k:] -= factor * a[k, k:]
            dmul_value = -da[i, k:]
            a_part = a[k, k:]
            da[k, k:] += fit(factor * dmul_value, a_part)
            dfactor = np.sum(a_part * dmul_value) - y_part * dy_in
            # factor = a[i, k] / a[k, k]
            dfactor_in = dfactor / factor_in
            da[k, k] -= factor * dfactor_in
            da[i, k] += dfactor_in
        p = k + p_in
        pack_value2 = [k, p]
        # y[[k, p]] = y[[p, k]]
        dy_in = np.where(lasting(dy, pack_value2), dy[pack_value2], 0.0)
        dy[pack_value2] = 0.0
        np.add.at(dy, [p, k], dy_in)
        # a[[k, p]] = a[[p, k]]
        da_in = np.where(lasting(da, pack_value), da[pack_value], 0.0)
        da[pack_value] = 0.0
        np.add.at(da, [p, k], da_in)
        a[pack_value] = was
    # a, y = m.copy(), b[:3].copy()
    db = np.zeros_like(b)
    db[:3] += dy
    dm = da
    return dm, db
