def heat_pullback_batched(u, k, dout):
    # forward
    out = np.zeros_like(u)
    add_value_at = []
    for i in range(1, len(u) - 1):
        add_value = u[i - 1] - 2.0 * u[i] + u[i + 1]
        add_value_at.append(add_value)
        out[i] = k * add_value
    # backward
    # out[i] = k * (u[i - 1] - 2.0 * u[i] + u[i + 1])
    dk = np.zeros(len(dout))
    du = np.zeros((len(dout), u.shape[0]))
    dout = np.copy(dout)
    for i, add_value in zip(range(len(u) - 2, 0, -1), reversed(add_value_at)):
        # out[i] = k * (u[i - 1] - 2.0 * u[i] + u[i + 1])
        dout_in = np.copy(dout[:, i])
        dout[:, i] = 0.0
        dadd_value = k * dout_in
        du[:, i + 1] += dadd_value
        du[:, i] -= 2.0 * dadd_value
        du[:, i - 1] += dadd_value
        dk = dk + add_value * dout_in
    return du, dk
