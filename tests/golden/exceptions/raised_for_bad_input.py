def raised_for_bad_input_grad(x):
    # forward
    if x < 0:
        raise ValueError('no')
    y = x * x
    if y > 100:
        raise RuntimeError('{}'.format(y))
    # backward
    # return y*x
    dy = x
    # y = x*x
    dx = y + 2.0 * x * dy
    return dx,
