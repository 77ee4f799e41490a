def slices_grad(x):
    # forward
    x_part = x[..., None]
    x_part2 = x[None, :]
    # backward
    # return a + x[-1] * x[0] + np.sum(x[..., None] * x[None, :])
    dmul_value = np.ones_like(x_part * x_part2)
    dx = np.zeros_like(x)
    dx[None, :] += np.sum(x_part * dmul_value, axis=0, keepdims=True)
    dx[..., None] += np.sum(x_part2 * dmul_value, axis=1, keepdims=True)
    dx[0] += x[-1]
    dx[-1] += x[0]
    # a = np.sum(x[1:] * x[:-1]) + np.sum(x[::-1] * x) + np.sum(x[::2] ** 3)
    dx[::2] += 3.0 * x[::2] ** 2
    dx[::-1] += x
    dx[:-1] += x[1:]
    dx[1:] += x[:-1]
    dx = dx + x[::-1]
    return dx,
