def staged_sigmoid_grad(x):
    # forward
    minus = -x
    e = math.exp(minus)
    below = 1.0 + e
    truediv_value = 1.0 / below
    # backward
    # return 1.0 / below
    dx = (1.0 - truediv_value) * truediv_value
    return dx,
