def kept_in_a_branch_grad(x, k):
    # forward
    s = x
    residuals = []
    for i in range(6):
        if i % 2 == 0:
            a = math.sin(s * k)
            b_neg = -a
            b = math.exp(b_neg * a)
            s_mul = a * b
            s2 = s + s_mul * b
        else:
            s2 = s * 0.9 + k * k
            b = s_mul = a = b_neg = None
        residuals.append((s, b, s_mul, a, b_neg))
        s = s2
    # backward
    ds = 1.0
    dk = 0.0
    for i, (s_prev, b2, s_mul2, a2, b_neg2) in zip(range(5, -1, -1),
            reversed(residuals)):
        if i % 2 == 0:
            # s = s + a * b * b
            db = 2.0 * s_mul2 * ds
            # b = math.exp(-a * a)
            db_in = b2 * db
            da = b2 * (b2 * ds) + b_neg2 * db_in - a2 * db_in
            # a = math.sin(s * k)
            da_in = math.cos(s_prev * k) * da
            d_s = ds + k * da_in
            dk = dk + s_prev * da_in
        else:
            # s = s * 0.9 + k * k
            d_s = 0.9 * ds
            dk = dk + 2.0 * k * ds
        ds = d_s
    # for i in range(6):
    dx = ds
    return dx, dk
