def sigmoid_neuron_grad(w0, x0, w1, x1, w2):
    # forward
    z = w0 * x0 + w1 * x1 + w2
    s = 1.0 / (1.0 + math.exp(-z))
    # backward
    # s = 1.0 / (1.0 + math.exp(-z))
    dz = (1.0 - s) * s
    # z = w0 * x0 + w1 * x1 + w2
    dw2 = dz
    dw1 = x1 * dz
    dx1 = w1 * dz
    dw0 = x0 * dz
    dx0 = w0 * dz
    return dw0, dx0, dw1, dx1, dw2
