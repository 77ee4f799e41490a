def rosenbrock_grad_hessian(x):
    # forward
    x_dot = np.eye(len(x))
    x_part = x[:-1]
    x_dot_part = x_dot[:, :-1]
    mul_value = 2.0 * x_part
    # backward
    # return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    dx_dot_in = 200.0 * (x_dot[:, 1:] - mul_value * x_dot_part)
    dx_part_dot = 2.0 * x_dot_part
    dx_part_dot_in = -(200.0 * (x[1:] - x_part ** 2)) * dx_part_dot
    dx_dot = np.zeros((len(x_dot), x.shape[0]))
    dx_dot[:, :-1] += dx_part_dot_in - mul_value * dx_dot_in + 2.0 * x_dot_part
    dx_dot[:, 1:] += dx_dot_in
    return dx_dot.T
