def sigmoid_spellings_grad(x):
    # forward
    a_exp = np.exp(-x)
    a = 1.0 / (1.0 + a_exp)
    b_in = np.exp(x)
    b = b_in / (1.0 + b_in)
    c = 1 / (a_exp + 1)
    truediv_value = 1.0 / (1.0 + np.exp(2.0 * x))
    # backward
    # return np.sum(a * b + c**2) + np.sum(1.0 / (1.0 + np.exp(2.0 * x)))
    dx = 2.0 * ((truediv_value - 1.0) * truediv_value)
    dc = 2.0 * c
    da = b
    db = a
    # c = 1 / (np.exp(-x) + 1)
    d_x = (1.0 - c) * c * dc
    # b = np.exp(x) / (1.0 + np.exp(x))
    d_x2 = (1.0 - b) * b * db
    # a = 1.0 / (1.0 + np.exp(-x))
    dx = dx + d_x + d_x2 + (1.0 - a) * a * da
    return dx,
