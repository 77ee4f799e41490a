def elif_chain_grad(s):
    # forward
    if not s > 5.0:
        if s > 1.0:
            y_in = s * s
        else:
            if s > 0.0:
                y = math.exp(s)
            gt_value = s > 0.0
        gt_value2 = s > 1.0
    # backward
    if s > 5.0:
        # y = s * s
        ds = 2.0 * s
    elif gt_value2:
        # y = s * s * s
        ds = y_in + 2.0 * s * s
    elif gt_value:
        # y = math.exp(s)
        ds = y
    else:
        ds = 1.0
    return ds,
