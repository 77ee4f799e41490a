def norm_grad_batched(x):
    # forward
    norm_value = np.linalg.norm(x, axis=1)
    x_part = x[:, 0]
    sqrt_value = np.sqrt(1.0 + x_part ** 2)
    # backward
    # return np.linalg.norm(x) / np.sqrt(1.0 + x[0] ** 2)
    dnorm_value = 1.0 / sqrt_value
    dx = np.zeros_like(x)
    dx[:, 0] += x_part * (-(norm_value / sqrt_value * dnorm_value) / sqrt_value)
    dx = dx + over(x, norm_value[:, None]) * dnorm_value[:, None]
    return dx,
