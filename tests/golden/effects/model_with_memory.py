def model_with_memory_grad(x):
    # forward
    calls = model.calls
    calls = calls + 1
    model.calls = calls
    last = np.tanh(model.w * x)
    model.last = last
    # backward
    # return MODEL.forward(x) * x + MODEL.penalty()
    dlast = 2.0 * last + x
    # self.last = np.tanh(self.w * x)
    dx = last + model.w * ((1.0 - last * last) * dlast)
    return float(dx),
