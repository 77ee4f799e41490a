def lecture_expression_grad(x, y):
    # forward
    sigy = 1.0 / (1.0 + math.exp(-y))
    num = x + sigy
    sigx = 1.0 / (1.0 + math.exp(-x))
    xpy = x + y
    xpysqr = xpy ** 2
    den = sigx + xpysqr
    invden = 1.0 / den
    # backward
    # f = num * invden
    dinvden = num
    # invden = 1.0 / den
    dden = -invden / den * dinvden
    # xpysqr = xpy**2
    dxpy = 2.0 * xpy * dden
    # sigx = 1.0 / (1.0 + math.exp(-x))
    dx = (1.0 - sigx) * sigx * dden
    # f = num * invden
    dnum = invden
    # num = x + sigy
    dx = dxpy + dx + dnum
    # sigy = 1.0 / (1.0 + math.exp(-y))
    dy = dxpy + (1.0 - sigy) * sigy * dnum
    return dx, dy
