def contraction_grad(x, W):
    # forward
    h = x
    n = 0
    h_at = []
    while np.sum(h * h) > 0.01 and n < 30:
        h_at.append(h)
        h = np.tanh(W @ h)
        n = n + 1
    # backward
    # return np.sum(h) * 3.0
    dh = np.full_like(h, 3.0)
    # while np.sum(h * h) > 0.01 and n < 30:
    dW = np.zeros_like(W)
    for h_prev in reversed(h_at):
        # h = np.tanh(W @ h)
        dh_in = (1.0 - h ** 2) * dh
        dh = W.T @ dh_in
        dW = dW + np.outer(dh_in, h_prev)
        h = h_prev
    # while np.sum(h * h) > 0.01 and n < 30:
    dx = dh
    return dx, dW
