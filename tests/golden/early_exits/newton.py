def newton_grad(a):
    # forward
    x = a
    x_at = []
    while abs(x * x - a) > 1e-12:
        x_at.append(x)
        x = 0.5 * (x + a / x)
    # backward
    dx = 1.0
    da = 0.0
    for x_prev in reversed(x_at):
        # x = 0.5 * (x + a / x)
        dx_in = 0.5 * dx
        d_a = dx_in / x_prev
        dx = dx_in - a / x_prev * d_a
        da = da + d_a
    # while abs(x * x - a) > 1e-12:
    da = da + dx
    return da,
