def sigmoid_neuron_grad_grad(w0, x0, w1, x1, w2):
    # forward
    dot = w0 * x0 + w1 * x1 + w2
    f = 1.0 / (1.0 + math.exp(-dot))
    # backward
    # f = 1.0 / (1.0 + math.exp(-dot))
    ddot = 1.0 - f
    # backward of the backward
    # dot = w0 * x0 + w1 * x1 + w2
    dddot = x0
    # f = 1.0 / (1.0 + math.exp(-dot))
    df = ddot * dddot - f * dddot
    ddot = ddot * f * df
    # dot = w0 * x0 + w1 * x1 + w2
    dw0 = x0 * ddot
    return dw0
