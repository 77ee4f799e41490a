def model_with_memory_grad(x):
    # forward
    calls = model.calls
    calls = calls + 1
    model.calls = calls
    last = np.tanh(model.w * x)
    model.last = last
    # backward
    # self.last = np.tanh(self.w * x)
    dlast = 2.0 * last + x
    dx = last + model.w * ((1.0 - last * last) * dlast)
    return float(dx),
