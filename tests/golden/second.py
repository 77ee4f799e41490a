def second_grad_grad(x):
    # forward
    truediv_value = 1.0 / (1.0 + np.exp(-x))
    # backward
    # return 1.0 / (1.0 + np.exp(-x))
    dx = 1.0 - truediv_value
    # backward of the backward
    # return 1.0 / (1.0 + np.exp(-x))
    dx = dx * truediv_value * (dx - truediv_value)
    return float(dx)
