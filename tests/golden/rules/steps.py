def loss_grad(rate, y0):
    # forward
    found = np.linspace(0.0, 1.0, 4)
    states = [y0]
    y = y0
    h_at = []
    residuals_at = []
    for k in range(len(found) - 1):
        found_part = found[k]
        h = (found[k + 1] - found_part) / 2
        h_at.append(h)
        residuals = []
        for i in range(2):
            now = found_part + i * h
            neg_value = -rate
            k1 = neg_value * y + np.sin(now)
            t_in = 0.5 * h
            y2 = y + t_in * k1
            k2_in = np.sin(now + t_in)
            k2 = neg_value * y2 + k2_in
            y3 = y + t_in * k2
            k3 = neg_value * y3 + k2_in
            y4 = y + h * k3
            residuals.append((y, y2, y3, y4))
            k4 = neg_value * y4 + np.sin(now + h)
            y = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        residuals_at.append(residuals)
        states.append(y)
    array_value = np.array(states)
    # backward
    # return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)
    darray_value = np.zeros_like(array_value)
    darray_value[-1] += 2.0 * array_value[-1]
    dstates = list(darray_value)
    dy = np.zeros_like(y)
    drate = 0.0
    for h, residuals in zip(reversed(h_at), reversed(residuals_at)):
        # return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)
        d_y = dstates.pop()
        dy = dy + d_y
        for y_prev, y, y2, y3 in reversed(residuals):
            neg_value = -rate
            mul_value = 0.5 * h
            # return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)
            dk4 = h / 6.0 * dy
            dk3 = 2.0 * dk4
            # return -rate * y + np.sin(t)
            dneg_value = np.sum(y3 * dk4)
            d_y = neg_value * dk4
            # return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)
            d_k3 = dk3 + h * d_y
            # return -rate * y + np.sin(t)
            d_neg_value = np.sum(y2 * d_k3)
            d_y2 = neg_value * d_k3
            # return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)
            dk2 = dk3 + mul_value * d_y2
            # return -rate * y + np.sin(t)
            d_neg_value2 = np.sum(y * dk2)
            d_y3 = neg_value * dk2
            # return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)
            dk1 = dk4 + mul_value * d_y3
            # return -rate * y + np.sin(t)
            dy = dy + d_y + d_y2 + d_y3 - rate * dk1
            drate = (drate
                - (dneg_value + d_neg_value + d_neg_value2 + np.sum(y_prev * dk1)))
    # return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)
    dy0 = dy + dstates[0]
    return float(drate), dy0
