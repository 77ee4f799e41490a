def layer(w, h):
    a = np.tanh(w @ h)
    b = np.sin(a) * a
    return b + h


def layer_backward(w, h, dvalue):
    # forward
    a = np.tanh(w @ h)
    # backward
    # b = np.sin(a) * a
    da = np.sin(a) * dvalue + np.cos(a) * (a * dvalue)
    # a = np.tanh(w @ h)
    da_in = (1.0 - a ** 2) * da
    dw = np.outer(da_in, h)
    dh = dvalue + w.T @ da_in
    return dw, dh


def checkpointed_network_grad(ws, x):
    # forward
    h = x
    h_at = []
    for w in ws:
        h_at.append(h)
        h = layer(w, h)
    # backward
    # return np.sum(h * h)
    dh = 2.0 * h
    dws = []
    for w, h_prev in zip(ws[::-1], reversed(h_at)):
        # h = computed_again(w, h)
        dw, dh = layer_backward(w, h_prev, dh)
        dws.append(dw)
    # h = computed_again(w, h)
    dws = np.reshape(dws[::-1], ws.shape)
    # for w in ws:
    dx = np.copy(dh)
    return dws, dx
