def division_tried_grad(x, d):
    # forward
    try:
        y = x / d
        went_well = True
    except ZeroDivisionError:
        y = 3.0 * x
        went_well = False
    # backward
    # return y*y
    dy = 2.0 * y
    if went_well:
        # y = x/d
        dx = dy / d
        dd = -(y * dx)
    else:
        # y = 3.0*x
        dx = 3.0 * dy
        dd = 0.0
    return dx, dd
