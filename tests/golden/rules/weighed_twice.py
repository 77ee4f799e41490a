def weighed_fwd(x, y):
    a = np.sin(x)
    b = np.cos(x)
    scale_mul = a * a
    scale = np.exp(-np.sum(scale_mul)) * 0.0 + np.sqrt(np.sum(b * b)) * 0.0
    shift = np.log(1.0 + np.sum(scale_mul * b)) * 0.0 + np.tanh(np.sum(b * a)) * 0.0
    return np.sum(a * y), a, b, scale + shift


def weighed_bwd(y, a, b, residual3, g):
    none = residual3
    for _ in range(2):
        none = none + np.sum(a * b) * 0.0
    damped = np.exp(-none) * g + np.sin(none) * np.cos(none) + none * none * none
    return (b * y * damped, matching(a * damped + 0.0 * y, y,
        of="bwd of 'weighed' returned an adjoint of shape {} for 'y', which has {}"))


def weighed_twice_grad(x, y):
    # forward
    weighed_fwd_value, a, b, weighed_fwd_value2 = weighed_fwd(x, y)
    _, a2, b2, weighed_fwd_value4 = weighed_fwd(2.0 * x, y)
    # backward
    # return weighed(x, y) ** 2 + weighed(2.0 * x, y) * 3.0
    dmul_value, weighed_bwd_value = weighed_bwd(y, a2, b2, weighed_fwd_value4, 3.0)
    weighed_bwd_value2, weighed_bwd_value3 = weighed_bwd(y, a, b, weighed_fwd_value2,
        2.0 * weighed_fwd_value)
    dx = 2.0 * dmul_value + weighed_bwd_value2
    dy = weighed_bwd_value + weighed_bwd_value3
    return dx, dy
