def best_pair_grad(xs):
    # forward
    has_best = False
    value_at = []
    for i, v in enumerate(xs):
        value = not has_best or v < best
        value_at.append(value)
        if value:
            has_best = True
            best = v
            best2 = i
    if not has_best:
        raise TypeError("'NoneType' object is not subscriptable")
    # backward
    # return best[0] ** 2 * (best[1] + 1)
    dbest = 2.0 * best * (best2 + 1)
    dvs = []
    for value in reversed(value_at):
        if value:
            dv, dbest = dbest, 0.0
        else:
            dv = 0.0
        # if best is None or v < best[0]:
        dvs.append(dv)
    # if best is None or v < best[0]:
    dxs = np.array(dvs[::-1])
    return dxs,
