def horner_grad(x, coefficients):
    # forward
    y = 0.0
    y_at = []
    for c in coefficients:
        y_at.append(y)
        y = y * x + c
    # backward
    dy = 1.0
    dx = 0.0
    dcs = []
    for y_prev in reversed(y_at):
        # y = y * x + c
        dcs.append(dy)
        d_y = x * dy
        dx = dx + y_prev * dy
        dy = d_y
    # y = y * x + c
    dcoefficients = np.array(dcs[::-1])
    return float(dx), dcoefficients
