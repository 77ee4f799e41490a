def integrator_by_order_grad(x, order):
    # forward
    if order not in (1, 2):
        raise KeyError(order)
    residuals = []
    for _ in range(4):
        if order == 1:
            x2 = x + 0.1 * np.sin(x)
            k = None
        else:
            k = x + 0.5 * 0.1 * np.sin(x)
            x2 = x + 0.1 * np.sin(k)
        residuals.append((x, k))
        x = x2
    # backward
    dx = 1.0
    for x_prev, k2 in reversed(residuals):
        if order == 1:
            # return y + h * np.sin(y)
            dx = dx + np.cos(x_prev) * (0.1 * dx)
        else:
            # return y + h * np.sin(k)
            dk = np.cos(k2) * (0.1 * dx)
            # k = y + 0.5 * h * np.sin(y)
            dx = dx + dk + np.cos(x_prev) * (0.5 * 0.1 * dk)
    return float(dx),
