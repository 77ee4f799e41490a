def two_clauses_grad(x, d):
    # forward
    try:
        y = math.log(x) / d
        went_well = True
    except (ValueError, ZeroDivisionError) as error:
        is_value_error = isinstance(error, ValueError)
        if is_value_error:
            y = x * x
        else:
            y = 3.0 * x + d
        went_well = False
    # backward
    # return y*x
    dy = x
    dx = y
    if went_well:
        # y = math.log(x)/d
        dy_in = dy / d
        dd = -(y * dy_in)
        dx = dx + dy_in / x
    elif is_value_error:
        # y = x*x
        dx = dx + 2.0 * x * dy
        dd = 0.0
    else:
        # y = 3.0*x + d
        dx = dx + 3.0 * dy
        dd = dy
    return dx, dd
