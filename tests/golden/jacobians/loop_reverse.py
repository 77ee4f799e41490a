def looped_jacobian(x, n=3):
    # forward
    s = x * 1.0
    residuals = []
    for i in range(n):
        s_sin = np.sin(s)
        residuals.append((s, s_sin))
        s = s_sin * x[i] + s
    # backward
    ds = np.eye(len(s))
    # s = np.sin(s) * x[i] + s
    dx = np.zeros((len(ds), x.shape[0]))
    for i, (s_prev, s_sin) in zip(range(n - 1, -1, -1), reversed(residuals)):
        # s = np.sin(s) * x[i] + s
        dx[:, i] += np.sum(s_sin * ds, axis=1)
        ds = ds + np.cos(s_prev) * (x[i] * ds)
    # s = x * 1.0
    dx = dx + ds
    return dx
