def arrays_kept_together_grad(w, x):
    # forward
    c = np.zeros(3)
    h = x
    residuals = []
    for _ in range(4):
        g_matmul = w @ h
        g = 1.0 / (1.0 + np.exp(-g_matmul))
        c_sub = 1.0 - g
        c_tanh = np.tanh(g_matmul)
        c2 = g * c + c_sub * c_tanh
        h_in = np.tanh(c2)
        residuals.append((h, c, g, c_sub, c_tanh, h_in))
        h = g * h_in
        c = c2
    # backward
    # return np.sum(h * c)
    dh = c
    dc = h
    # g = 1.0 / (1.0 + np.exp(-(w @ h)))
    dw = np.zeros_like(w)
    for h_prev, c_prev, g, c_sub, c_tanh, h_in in reversed(residuals):
        # h = g * np.tanh(c)
        d_c = dc + (1.0 - h_in ** 2) * (g * dh)
        # c = g * c + (1.0 - g) * np.tanh(w @ h)
        dg_in = (1.0 - c_tanh ** 2) * (c_sub * d_c)
        dc = g * d_c
        dg = h_in * dh - c_tanh * d_c + c_prev * d_c
        # g = 1.0 / (1.0 + np.exp(-(w @ h)))
        dg_in = dg_in + (1.0 - g) * g * dg
        dh = w.T @ dg_in
        dw = dw + np.outer(dg_in, h_prev)
    # for _ in range(4):
    dx = dh
    return dw, dx
