def heat_grad(u, rate):
    # forward
    u2 = u
    u_in_at = []
    for _ in range(4):
        u_in = rate * (LAPLACE @ u2)
        u_in_at.append(u_in)
        u2 = u2 + u_in
    # backward
    # return np.sum(u**2)
    du = 2.0 * u2 * 1.0
    for u_in in reversed(u_in_at):
        # u = u + rate * (LAPLACE @ u)
        du = du + LAPLACE.T @ (rate * fit(du, u_in))
    return like(du, u)
