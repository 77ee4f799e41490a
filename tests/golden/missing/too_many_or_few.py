def too_many_or_few_grad(x, xs):
    # forward
    try:
        a, b = xs
        went_well = True
    except ValueError as error:
        add_value = x * len('{}'.format(error)) + sum(xs)
        went_well = False
        len_value = len('{}'.format(error))
    # backward
    if not went_well:
        dvalue = 1.0
        da = 0.0
        db = 0.0
        dx = 0.0
    else:
        # return a * b * x
        da = b * x
        db = a * x
        dx = a * b
        dvalue = 0.0
    if went_well:
        # a, b = xs
        dxs = [0.0] * len(xs)
        dxs[1] += db
        dxs[0] += da
    else:
        # return x * len(str(error)) + sum(xs)
        dxs = [dvalue] * len(xs)
        dx = dx + len_value * dvalue
    return dx, dxs
