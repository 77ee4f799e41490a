def three_grad(xs):
    # forward
    a, b, c = xs
    # backward
    # return a * b + np.sin(c) * a
    dc = math.cos(c) * a
    # a, b, c = xs
    dxs = [0.0] * len(xs)
    dxs[2] += dc
    # return a * b + np.sin(c) * a
    db = a
    # a, b, c = xs
    dxs[1] += db
    # return a * b + np.sin(c) * a
    da = np.sin(c) + b
    # a, b, c = xs
    dxs[0] += da
    return like(dxs, xs),
