def on_the_circle_grad(x):
    # forward
    z = np.exp(1j * x)
    # backward
    # return np.sum(np.abs(z + x) ** 2)
    dz = 2.0 * np.conj(z + x)
    dx = dz.real
    # z = np.exp(1j * x)
    dx = dx - (z * dz).imag
    return dx,
