def floating_point_error_grad(x, d):
    # forward
    with np.errstate(divide='raise', invalid='raise'):
        try:
            y_in = x / d
            y = np.sum(y_in)
            went_well = True
        except FloatingPointError:
            y = np.sum(x * x)
            went_well = False
    # backward
    # return y*y
    dy = 2.0 * y
    if went_well:
        # y = np.sum(x/d)
        dx = dy / d
        dd = -(y_in * dx)
    else:
        # y = np.sum(x*x)
        dx = 2.0 * x * dy
        # try:
        dd = np.zeros_like(d)
    return dx, dd
