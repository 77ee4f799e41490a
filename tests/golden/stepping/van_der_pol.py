def van_der_pol_grad(mu, x0, v0):
    # forward
    x = x0
    v = v0
    residuals = []
    for _ in range(10):
        k1v = mu * (1.0 - x * x) * v - x
        k2x = v + 0.5 * 0.05 * k1v
        x2 = x + 0.5 * 0.05 * v
        k2v = mu * (1.0 - x2 * x2) * k2x - x2
        k3x = v + 0.5 * 0.05 * k2v
        x2 = x + 0.5 * 0.05 * k2x
        k3v = mu * (1.0 - x2 * x2) * k3x - x2
        k4x = v + 0.05 * k3v
        residuals.append((x, v, k2x, k3x, k4x))
        x2 = x + 0.05 * k3x
        k4v = mu * (1.0 - x2 * x2) * k4x - x2
        x = x + 0.05 / 6.0 * (v + 2.0 * k2x + 2.0 * k3x + k4x)
        v = v + 0.05 / 6.0 * (k1v + 2.0 * k2v + 2.0 * k3v + k4v)
    # backward
    # return x * x + v * v
    dv = 2.0 * v
    dx = 2.0 * x
    dmu = 0.0
    for x_prev, v_prev, k2x, k3x, k4x in reversed(residuals):
        sub_value = 1.0 - x_prev * x_prev
        x = x_prev + 0.5 * 0.05 * v_prev
        sub_value2 = 1.0 - x * x
        x2 = x_prev + 0.5 * 0.05 * k2x
        sub_value3 = 1.0 - x2 * x2
        x3 = x_prev + 0.05 * k3x
        sub_value4 = 1.0 - x3 * x3
        # v = v + h / 6.0 * (k1v + 2.0 * k2v + 2.0 * k3v + k4v)
        dk4v = 0.05 / 6.0 * dv
        dk3v = 2.0 * dk4v
        # x = x + h / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x)
        dx_add = 0.05 / 6.0 * dx
        dk3x = 2.0 * dx_add
        # return mu * (1.0 - x * x) * v - x
        dmul_value = k4x * dk4v
        d_x = 2.0 * x3 * -(mu * dmul_value) - dk4v
        dk4x = dx_add + mu * sub_value4 * dk4v
        # k4x, k4v = v + h * k3v, force(x + h * k3x, v + h * k3v, mu)
        d_k3v = dk3v + 0.05 * dk4x
        # return mu * (1.0 - x * x) * v - x
        d_mul_value = k3x * d_k3v
        d_x2 = 2.0 * x2 * -(mu * d_mul_value) - d_k3v
        d_k3x = dk3x + 0.05 * d_x + mu * sub_value3 * d_k3v
        # k3x, k3v = v + 0.5 * h * k2v, force(x + 0.5 * h * k2x, v + 0.5 * h * k2v, mu)
        dk2v = dk3v + 0.5 * 0.05 * d_k3x
        # return mu * (1.0 - x * x) * v - x
        d_mul_value2 = k2x * dk2v
        d_x3 = 2.0 * x * -(mu * d_mul_value2) - dk2v
        dk2x = dk3x + 0.5 * 0.05 * d_x2 + mu * sub_value2 * dk2v
        # k2x, k2v = v + 0.5 * h * k1v, force(x + 0.5 * h * k1x, v + 0.5 * h * k1v, mu)
        dk1v = dk4v + 0.5 * 0.05 * dk2x
        # return mu * (1.0 - x * x) * v - x
        d_mul_value3 = v_prev * dk1v
        d_x4 = 2.0 * x_prev * (mu * d_mul_value3)
        dx = dx + d_x + d_x2 + d_x3 - dk1v - d_x4
        add_value = dv + dx_add + dk4x + d_k3x + 0.5 * 0.05 * d_x3
        dv = add_value + dk2x + mu * sub_value * dk1v
        dmu_in = (dmu + sub_value4 * dmul_value + sub_value3 * d_mul_value
            + sub_value2 * d_mul_value2)
        dmu = dmu_in + sub_value * d_mul_value3
    # for _ in range(10):
    dx0 = dx
    dv0 = dv
    return dmu, dx0, dv0
