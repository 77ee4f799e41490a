def one_layer_grad(layer, x):
    # forward
    h = layer.w @ x + layer.b
    tanh_value = np.tanh(h)
    # backward
    # return np.tanh(h) if self.act == "tanh" else h
    dh = (1.0 - tanh_value ** 2) * (2.0 * tanh_value)
    # h = self.w @ x + self.b
    dx = layer.w.T @ dh
    return Layer(w=np.outer(dh, x), b=dh, act=layer.act), dx
