def neuron_grad_hessian(w, x):
    # forward
    w_dot = np.eye(len(w))
    dot = w @ x
    dot_dot = w_dot @ x
    f = 1.0 / (1.0 + np.exp(-dot))
    f_sub = 1.0 - f
    f_dot = f_sub * f * dot_dot
    # backward
    # f = 1.0 / (1.0 + np.exp(-dot))
    ddot_dot = f_sub * f_dot - f * f_dot
    # dot = w @ x
    dw_dot = x * ddot_dot[:, None]
    return dw_dot.T
