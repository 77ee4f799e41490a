def clipped_rnn_grad(w, xs):
    # forward
    h = np.zeros(2)
    h_at = []
    for x in xs:
        h_at.append(h)
        h = np.tanh(w @ h + x)
    # backward
    # h = np.tanh(w @ h + x)
    dh = np.zeros_like(h)
    dw = np.zeros_like(w)
    for h_prev in reversed(h_at):
        # cost = cost + np.sum(h**2)
        dh = dh + 2.0 * h
        # with adjoint_of(h) as dh:
        dh = np.clip(dh, -1.0, 1.0)
        # h = np.tanh(w @ h + x)
        dh_in = (1.0 - h ** 2) * dh
        dh = w.T @ dh_in
        dw = dw + np.outer(dh_in, h_prev)
        h = h_prev
    return dw
