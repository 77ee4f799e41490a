def continue_on_value_grad(xs):
    # backward
    ds = 1.0
    dvs = []
    for v in xs[::-1]:
        if v < 0.0:
            dv = 0.0
        else:
            # s = s * 0.5 + v * v
            dv = 2.0 * v * ds
            ds = 0.5 * ds
        # if v < 0.0:
        dvs.append(dv)
    # if v < 0.0:
    dxs = np.array(dvs[::-1])
    return dxs,
