def second_value_and_grad(x):
    # forward
    value = 1.0 / (1.0 + np.exp(-x))
    # backward
    # return 1.0 / (1.0 + np.exp(-x))
    dx = (1.0 - value) * value
    return value, float(dx)
