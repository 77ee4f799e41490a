def fork_grad(x):
    # backward
    # return x * x + x
    dx = 1.0 + 2.0 * x
    return dx,
