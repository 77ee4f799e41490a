def layer_jacobian(x):
    x_dot = np.eye(len(x))
    tanh_value = np.tanh(W @ x)
    add_value = (x[0] * ((1.0 - tanh_value ** 2) * (x_dot @ W.T))
        + tanh_value * x_dot[:, 0][:, None])
    return add_value.T
