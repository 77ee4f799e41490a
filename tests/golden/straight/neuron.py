def neuron_grad(w0, x0, w1, x1, w2):
    # forward
    dot = w0 * x0 + w1 * x1 + w2
    f = 1.0 / (1.0 + math.exp(-dot))
    # backward
    # f = 1.0 / (1.0 + math.exp(-dot))
    ddot = (1.0 - f) * f
    # dot = w0 * x0 + w1 * x1 + w2
    dw2 = ddot
    dw1 = x1 * ddot
    dx1 = w1 * ddot
    dw0 = x0 * ddot
    dx0 = w0 * ddot
    return dw0, dx0, dw1, dx1, dw2
