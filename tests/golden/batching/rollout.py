def rollout_grad_batched(w, xs):
    # forward
    h = np.zeros(len(xs))
    h_at = []
    for x in xs.T:
        h_at.append(h)
        h = np.tanh(w * h + x)
    # backward
    # h = np.tanh(w * h + x)
    dh = np.zeros(len(xs))
    dw = np.zeros(len(xs))
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
    dxs = np.reshape(dxs[::-1], (xs.shape[1], len(xs))).T
    return dw.astype(np.float64), dxs
