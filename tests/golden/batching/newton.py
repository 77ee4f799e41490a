def newton_grad_batched(a, x):
    # one after the other: NumPy has no way to do this for all at once
    da = []
    for a2 in a.tolist():
        x2 = x
        x_at = []
        while abs(x2 * x2 - a2) > 1e-09:
            x_at.append(x2)
            x2 = 0.5 * (x2 + a2 / x2)
        dx = 1.0
        d_a = 0.0
        for x_prev in reversed(x_at):
            # x = 0.5 * (x + a / x)
            dx_in = 0.5 * dx
            d_a2 = dx_in / x_prev
            dx = dx_in - a2 / x_prev * d_a2
            d_a = d_a + d_a2
        # while abs(x * x - a) > 1e-9:
        da.append(d_a)
    da = np.array(da)
    return da,
