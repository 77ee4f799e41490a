def heat_grad(u, k):
    # forward
    u = u.copy()
    add_value_at = []
    for _ in range(10):
        add_value = u[2:] - 2 * u[1:-1] + u[:-2]
        add_value_at.append(add_value)
        u[1:-1] += k * add_value
    # backward
    # return np.sum(u ** 2)
    du = 2.0 * u
    dk = 0.0
    for add_value in reversed(add_value_at):
        # u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
        du_in = du[1:-1]
        d_k = np.sum(add_value * du_in)
        dadd_value = k * du_in
        du[:-2] += dadd_value
        du[1:-1] -= 2 * dadd_value
        du[2:] += dadd_value
        dk = dk + d_k
    return du, float(dk)
