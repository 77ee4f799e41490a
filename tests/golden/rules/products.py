def products_grad(x, y):
    # forward
    residuals = []
    for k in range(3):
        x2 = product(x, y) + 0.1 * k
        residuals.append((np.cos(x), np.sin(x), x2))
        x = x2
    # backward
    dx = 0.0
    dy = 0.0
    for cos_value, sin_value, x in reversed(residuals):
        # s = s + x * x
        d_x = dx + 2.0 * x
        # x = product(x, y) + 0.1 * k
        dx = cos_value * d_x * y
        dy = dy + sin_value * d_x
    return float(dx), float(dy)
