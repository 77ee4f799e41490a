def logistic_grad_batched(w, x, y):
    # forward
    neg_value = -y
    mul_value = neg_value * (x @ w)
    # backward
    # return np.logaddexp(0.0, -y * np.dot(w, x))
    dw = (neg_value * np.exp(mul_value - np.logaddexp(0.0, mul_value)))[:, None] * x
    return dw,
