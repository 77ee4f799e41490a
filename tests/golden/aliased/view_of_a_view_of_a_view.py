def view_of_a_view_of_a_view_grad(x):
    # forward
    a = x * 1.0
    a_part = a[1:]
    v_in = a_part[::2]
    v = np.copy(v_in[1:])
    v_in2 = x[:2]
    v2 = v * v_in2
    v_store = np.copy(v_in)
    v_store[1:] = v2
    v_store2 = np.copy(a_part)
    v_store2[::2] = v_store
    a[1:] = v_store2
    v_store_part = np.copy(a[1:])
    v_store_part_part = np.copy(v_store_part[::2])
    v_store_part_part_part = np.copy(v_store_part_part[1:])
    a[3] += v_store_part_part_part[0]
    a_part = a[1:]
    a_part_part = a_part[::2]
    # backward
    # return np.sum(a * a) + v[1]
    da_part_part_part = np.zeros_like(a_part_part[1:])
    da_part_part_part[1] += 1.0
    da_part_part = np.zeros_like(a_part_part)
    da_part_part[1:] += da_part_part_part
    da_part = np.zeros_like(a_part)
    da_part[::2] += da_part_part
    da = np.zeros_like(a)
    da[1:] += da_part
    da = da + 2.0 * a
    # a[3] += v[0]
    dv_store_part_part_part = np.zeros_like(v_store_part_part_part)
    dv_store_part_part_part[0] += da[3]
    dv_store_part_part = np.zeros_like(v_store_part_part)
    dv_store_part_part[1:] += dv_store_part_part_part
    dv_store_part = np.zeros_like(v_store_part)
    dv_store_part[::2] += dv_store_part_part
    dv_store = np.copy(da)
    dv_store[1:] += dv_store_part
    # v *= x[:2]
    da_part = np.copy(dv_store[1:])
    dv_in = np.copy(da_part[::2])
    dv = np.copy(dv_in[1:])
    dv = fit(dv, v2)
    d_v = fit(v_in2 * dv, v)
    dx = np.zeros_like(x)
    dx[:2] += fit(v * dv, v_in2)
    # v = a[1:][::2][1:]
    dv_in[1:] = d_v
    da_part[::2] = dv_in
    da = np.copy(dv_store)
    da[1:] = da_part
    # a = x * 1.0
    dx = dx + da
    return dx,
