def softplus_in_a_loop_grad(x, w):
    # forward
    residuals = []
    for k in range(3):
        x_mul = w * x
        residuals.append((x, 1.0 + np.exp(-x_mul)))
        x = log1pexp(x_mul) - 0.1 * k
    # backward
    # return x**2
    dx = 2.0 * x
    dw = 0.0
    for x_prev, add_value in reversed(residuals):
        # x = log1pexp(w*x) - 0.1*k
        d_x = dx / add_value
        dx = w * d_x
        dw = dw + x_prev * d_x
    return float(dx), float(dw)
