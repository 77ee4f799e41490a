def listed_grad(x):
    # forward
    ys = []
    for v in x:
        ys.append(v * v)
    # backward
    # return sum(ys)*ys[0]
    dys = zeros(ys)
    dys[0] += sum(ys)
    d_ys = repeat(ys[0], ys)
    # ys = [v*v for v in x]
    dys = plus(dys, d_ys)
    dvs = []
    for v, dys_item in list(zip(x, dys))[::-1]:
        # ys = [v*v for v in x]
        dv = 2.0 * v * dys_item
        dvs.append(dv)
    # ys = [v*v for v in x]
    dx = np.array(dvs[::-1])
    return dx,
