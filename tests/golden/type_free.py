def untyped_grad(x, y):
    # forward
    z_in = np.sin(x)
    z = z_in * y
    # backward
    # return np.sum(z)
    dz = fit(np.broadcast_to(1.0, np.shape(z)), z)
    # z = np.sin(x) * y
    dy = fit(z_in * dz, y)
    dx = fit(np.cos(x) * fit(y * dz, z_in), x)
    return like(dx, x), like(dy, y)
