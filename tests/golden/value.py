def second_value_and_grad(x):
    # forward
    truediv_value = 1.0 / (1.0 + np.exp(-x))
    # backward
    # return 1.0 / (1.0 + np.exp(-x))
    dx = (1.0 - truediv_value) * truediv_value
    return truediv_value, float(dx)
