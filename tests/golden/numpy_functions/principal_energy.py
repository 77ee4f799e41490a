def principal_energy_grad(data):
    # forward
    centred = data - np.mean(data, axis=0)
    u, s, vh = np.linalg.svd(centred, full_matrices=False)
    s0 = s[0]
    sum_value = np.sum(s ** 2)
    u_part = u[:, :1]
    mul_value = u_part * s0
    vh_part = vh[:1]
    # backward
    # return s[0] ** 2 / np.sum(s**2) + np.sum((u[:, :1] * s[0] @ vh[:1]) ** 2)
    dmatmul_value = 2.0 * (mul_value @ vh_part)
    dmul_value = dmatmul_value @ vh_part.T
    dvh = np.zeros_like(vh)
    dvh[:1] += mul_value.T @ dmatmul_value
    du = np.zeros_like(u)
    du[:, :1] += s0 * dmul_value
    dpow_value = 1.0 / sum_value
    ds = 2.0 * s * -(s0 ** 2 / sum_value * dpow_value)
    ds[0] += np.sum(u_part * dmul_value) + 2.0 * s0 * dpow_value
    # u, s, vh = np.linalg.svd(centred, full_matrices=False)
    row = np.expand_dims(s, axis=-2)
    column = np.expand_dims(s, axis=-1)
    apart = gaps(s * s)
    left = u.T @ du
    turning = left / apart
    dcentred = u @ ((turning + turning.T) * row) @ vh
    right = dvh @ vh.T
    turning = right.T / apart
    dcentred = u * np.expand_dims(ds, axis=-2) @ vh + dcentred
    dcentred = dcentred + (du - u @ left) / row @ vh
    dcentred = dcentred + u @ (column * (turning + turning.T)) @ vh
    dcentred = dcentred + u @ ((dvh - right @ vh) / column)
    # centred = data - np.mean(data, axis=0)
    ddata = dcentred + -np.sum(dcentred, axis=0) / data.shape[0]
    return ddata,
