def net_grad_batched(p, x, y):
    # forward
    h = np.tanh(x @ p['W'].T + p['b'])
    # backward
    # return (p["v"] @ h - y) ** 2
    dh_in = (2.0 * (h @ p['v'] - y))[:, None]
    dh = dh_in * p['v']
    # h = np.tanh(p["W"] @ x + p["b"])
    d_h_in = (1.0 - h ** 2) * dh
    return {'W': d_h_in[:, :, None] * x[:, None], 'b': d_h_in, 'v': dh_in * h}
