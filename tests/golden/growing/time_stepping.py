def time_stepping_grad(x0, steps):
    # forward
    xs = [x0]
    xs_part_at = []
    for _ in range(steps):
        xs_part = xs[-1]
        xs_part_at.append(xs_part)
        xs.append(xs_part + 0.1 * np.sin(xs_part))
    # backward
    # return xs[-1] * xs[1]
    dxs = [0.0] * len(xs)
    dxs[1] += xs[-1]
    dxs[-1] += xs[1]
    for xs_part in reversed(xs_part_at):
        # xs.append(xs[-1] + 0.1 * np.sin(xs[-1]))
        dxs_in = dxs.pop()
        dxs[-1] += dxs_in + np.cos(xs_part) * (0.1 * dxs_in)
    # xs.append(xs[-1] + 0.1 * np.sin(xs[-1]))
    dx0 = dxs[0]
    return float(dx0),
