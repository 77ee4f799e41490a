def rows_from_the_whole_grad(m, x, n):
    # forward
    a = m.copy()
    a_in_at = []
    a_was = []
    for i in range(n):
        a_in = np.tanh(a @ x[:3])
        a_in_at.append(a_in)
        a_part = np.copy(a[i])
        a_was.append(a_part)
        a[i] = a_in
    # backward
    # return np.sum(a * m)
    da = m
    # a[i] = np.tanh(a @ x[:3])
    dx = np.zeros_like(x)
    da = np.copy(da)
    a2 = np.copy(a)
    for i, a_in, was in zip(range(n - 1, -1, -1), reversed(a_in_at), reversed(a_was)):
        # a[i] = np.tanh(a @ x[:3])
        da_in = np.copy(da[i])
        da[i] = 0.0
        dmatmul_value = (1.0 - a_in ** 2) * da_in
        x_part = x[:3]
        a2[i] = was
        dx[:3] += fit(a2.T @ dmatmul_value, x_part)
        da = da + np.outer(dmatmul_value, x_part)
    # a = m.copy()
    dm = a + da
    return dm, dx
