def kalman_grad(q, r, zs):
    # forward
    x = 0.0
    p = 1.0
    residuals = []
    for z in zs:
        p = p + q ** 2
        s = p + r ** 2
        k = p / s
        innov = z - x
        math.log(2 * math.pi * s)
        residuals.append((p, s, innov, innov ** 2 / s))
        x = x + k * innov
        p = (1 - k) * p
    # backward
    dx = 0.0
    dp = 0.0
    dr = 0.0
    dq = 0.0
    dzs = []
    for p, s, innov, nll_truediv in reversed(residuals):
        k = p / s
        nll_mul = 2 * math.pi
        # nll += 0.5 * (math.log(2 * math.pi * s) + innov ** 2 / s)
        dnll_pow = 0.5 / s
        ds = nll_mul * (0.5 / (nll_mul * s))
        dinnov = k * dx + 2.0 * innov * dnll_pow
        dzs.append(dinnov)
        # x = x + k * innov
        dk = innov * dx - p * dp
        # k = p / s
        d_p = dk / s
        ds = ds - nll_truediv * dnll_pow - k * d_p
        # s = p + r ** 2
        dp = (1 - k) * dp + d_p + ds
        # innov = z - x
        dx = dx - dinnov
        # s = p + r ** 2
        dr = dr + 2.0 * r * ds
        # p = p + q ** 2
        dq = dq + 2.0 * q * dp
    # p = p + q ** 2
    dzs = np.array(dzs[::-1])
    return float(dq), float(dr), dzs
