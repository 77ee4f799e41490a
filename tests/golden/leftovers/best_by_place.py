def best_by_place_grad(xs):
    # forward
    has_best = False
    value_at = []
    for i, v in enumerate(xs):
        value = i == 0 or v < best_value
        value_at.append(value)
        if value:
            has_best = True
            best_value = v
            best_square = v * v
    if not has_best:
        raise TypeError("'NoneType' object is not subscriptable")
    # backward
    # return best["value"] * best["square"]
    dbest_value = best_square
    dbest_square = best_value
    dvs = []
    for v, value in zip(xs[::-1], reversed(value_at)):
        if value:
            # best = {"value": v, "square": v * v}
            dv = dbest_value + 2.0 * v * dbest_square
            dbest_value = 0.0
            dbest_square = 0.0
        else:
            dv = 0.0
        # if i == 0 or v < best["value"]:
        dvs.append(dv)
    # if i == 0 or v < best["value"]:
    dxs = np.array(dvs[::-1])
    return dxs,
