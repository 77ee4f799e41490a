def elif_chain_grad(s):
    # forward
    if not s > 5.0:
        if not s > 1.0:
            if s > 0.0:
                y = math.exp(s)
    # backward
    if s > 5.0:
        # y = s * s
        ds = 2.0 * s
    elif s > 1.0:
        # y = s * s * s
        ds = 3.0 * (s * s)
    elif s > 0.0:
        # y = math.exp(s)
        ds = y
    else:
        ds = 1.0
    return ds,
