def kept_under_an_if_grad(x):
    # forward
    ys = []
    for v in x:
        if v > 0.4:
            ys.append(v * v)
    # backward
    # return sum(ys) * len(ys)
    dys = [len(ys)] * len(ys)
    dvs = []
    for v in x[::-1]:
        if v > 0.4:
            # ys.append(v * v)
            dys_in = dys.pop()
            dv = 2.0 * v * dys_in
        else:
            dv = 0.0
        # if v > 0.4:
        dvs.append(dv)
    # if v > 0.4:
    dx = np.array(dvs[::-1])
    return dx,
