def neuron_grad_batched(w0, x0, w1, x1, w2):
    # forward
    dot = w0 * x0 + w1 * x1 + w2
    truediv_value = 1.0 / (1.0 + np.exp(-dot))
    # backward
    # return 1.0 / (1.0 + math.exp(-dot))
    ddot = (1.0 - truediv_value) * truediv_value
    # dot = w0 * x0 + w1 * x1 + w2
    dw2 = ddot
    dw1 = x1 * ddot
    dw0 = x0 * ddot
    return dw0, dw1, dw2
