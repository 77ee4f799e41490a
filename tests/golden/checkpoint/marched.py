def steps(ks, u, states):
    for k in ks:
        u = u + 0.01 * np.sin(u) * (k % 3)
    return u


def steps_backward(ks, u, states, du):
    # forward
    one_round = len(ks) == 1
    if one_round:
        u_mod = ks[0] % 3
    else:
        parts = stretches(len(ks), states)
        parts_part = parts[:-1]
        left_in = parts[-1]
        u2 = u
        u_at = []
        for first, last, left in parts_part:
            u_at.append(u2)
            u2 = steps(ks[first:last], u2, left)
        ks_part = ks[left_in[0]:left_in[1]]
        left2 = left_in[2]
    # backward
    if one_round:
        # u = u + 0.01 * np.sin(u) * (k % 3)
        du = du + np.cos(u) * (0.01 * (u_mod * du))
    else:
        # for k in checkpointed(range(n), states):
        du = steps_backward(ks_part, u2, left2, du)
        for (first, last, left), u_prev in zip(reversed(parts_part), emptied(u_at)):
            # for k in checkpointed(range(n), states):
            du = steps_backward(ks[first:last], u_prev, left, du)
    return du


def marched_grad(x, n, states):
    # forward
    parts = stretches(len(range(n)), states)
    u = x
    u_at = []
    for first, last, left in parts:
        u_at.append(u)
        u = steps(range(n)[first:last], u, left)
    # backward
    # return np.sum(u * u)
    du = 2.0 * u
    for (first, last, left), u_prev in zip(reversed(parts), emptied(u_at)):
        # for k in checkpointed(range(n), states):
        du = steps_backward(range(n)[first:last], u_prev, left, du)
    # for k in checkpointed(range(n), states):
    dx = np.copy(du)
    return dx
