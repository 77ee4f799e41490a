def rollout_grad(w, xs):
    # forward
    h = 0.0
    h_at = []
    for x in xs:
        h_at.append(h)
        h = np.tanh(w * h + x)
    # backward
    dh = 0.0
    dw = 0.0
    dxs = []
    for h_prev in reversed(h_at):
        # cost = cost + h**2
        dh = dh + 2.0 * h
        # h = np.tanh(w * h + x)
        dx = (1.0 - h * h) * dh
        dxs.append(dx)
        dh = w * dx
        dw = dw + h_prev * dx
        h = h_prev
    # h = np.tanh(w * h + x)
    dxs = np.array(dxs[::-1])
    return float(dw), dxs
