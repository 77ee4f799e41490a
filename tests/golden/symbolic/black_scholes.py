def black_scholes_grad(s, k, r, v, t):
    # forward
    d1_truediv = s / k
    d1_add = r + 0.5 * v ** 2
    d1_sqrt = math.sqrt(t)
    d1_in = v * d1_sqrt
    d1 = (math.log(d1_truediv) + d1_add * t) / d1_in
    d2 = d1 - d1_in
    sqrt_value = math.sqrt(2.0)
    truediv_value = d1 / sqrt_value
    exp_value = math.exp(-r * t)
    truediv_value2 = d2 / sqrt_value
    # backward
    # return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))
    dtruediv_value = 2.0 / math.sqrt(np.pi)
    d_truediv_value = dtruediv_value * math.exp(-(truediv_value2 * truediv_value2))
    dd2 = d_truediv_value * (0.5 * -(k * exp_value)) / sqrt_value
    dtruediv_value = (dtruediv_value * math.exp(-(truediv_value * truediv_value))
        * (0.5 * s))
    # d2 = d1 - v * math.sqrt(t)
    dd1 = dtruediv_value / sqrt_value + dd2
    # d1 = (math.log(s / k) + (r + 0.5 * v**2) * t) / (v * math.sqrt(t))
    dd1_in = dd1 / d1_in
    d_d1_in = -dd2 - d1 * dd1_in
    # return s * ndtr(d1) - k * math.exp(-r * t) * ndtr(d2)
    dk = exp_value * -(0.5 * (1.0 + math.erf(truediv_value2)))
    dmul_value = k * dk
    # d1 = (math.log(s / k) + (r + 0.5 * v**2) * t) / (v * math.sqrt(t))
    dd1_add = t * dd1_in
    # return s * ndtr(d1) - k * math.exp(-r * t) * ndtr(d2)
    dt = r * dmul_value
    # d1 = (math.log(s / k) + (r + 0.5 * v**2) * t) / (v * math.sqrt(t))
    dt_in = (0.5 / d1_sqrt if d1_sqrt != 0.0 else np.inf) * (v * d_d1_in) - dt
    dt = dt_in + d1_add * dd1_in
    dr = dd1_add - t * dmul_value
    dv = d_d1_in * d1_sqrt + v * dd1_add
    ds = dd1_in / d1_truediv / k
    d_s = 0.5 * (1.0 + math.erf(truediv_value)) + ds
    dk = dk - d1_truediv * ds
    return d_s, dk, dr, dv, dt
