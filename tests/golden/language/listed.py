def listed_grad(x):
    # forward
    ys = []
    for v in x:
        ys.append(v * v)
    # backward
    # return sum(ys)*ys[0]
    dys = [0.0] * len(ys)
    dys[0] += sum(ys)
    dys = plus(dys, [ys[0]] * len(ys))
    dvs = []
    for v, dys_item in list(zip(x, dys))[::-1]:
        # ys = [v*v for v in x]
        dv = 2.0 * v * dys_item
        dvs.append(dv)
    # ys = [v*v for v in x]
    dx = np.array(dvs[::-1])
    return dx,
