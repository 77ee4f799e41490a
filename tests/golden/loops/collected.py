def collected_grad(x):
    # forward
    h = 1.0
    hs = []
    h_at = []
    for v in x:
        h_at.append(h)
        h = np.tanh(h * v)
        hs.append(h)
    # backward
    # return np.sum(np.array(hs) ** 2)
    dhs = 2.0 * np.array(hs)
    dh = 0.0
    dvs = []
    for (v, dhs_item), h_prev in zip(list(zip(x, dhs))[::-1], reversed(h_at)):
        # h = np.tanh(h * v)
        dh = dh + dhs_item
        dh_in = (1.0 - h * h) * dh
        dh = v * dh_in
        dv = h_prev * dh_in
        dvs.append(dv)
        h = h_prev
    # h = np.tanh(h * v)
    dx = np.array(dvs[::-1])
    return dx,
