def smoothing_grad(alpha, x):
    # forward
    level = x[0]
    x_part = x[1:]
    level_at = []
    for v in x_part:
        level_at.append(level)
        level = alpha * v + (1.0 - alpha) * level
    # backward
    dlevel = 0.0
    dalpha = 0.0
    dvs = []
    for v, level_prev in zip(x_part[::-1], reversed(level_at)):
        # error += (v - level) ** 2
        derror_sub = 2.0 * (v - level_prev)
        d_level = (1.0 - alpha) * dlevel - derror_sub
        dv = alpha * dlevel + derror_sub
        dvs.append(dv)
        # level = alpha * v + (1.0 - alpha) * level
        dalpha = dalpha - level_prev * dlevel + v * dlevel
        dlevel = d_level
    # error += (v - level) ** 2
    dx_part = np.array(dvs[::-1])
    # for v in x[1:]:
    dx = np.zeros_like(x)
    dx[1:] += dx_part
    # level = x[0]
    dx[0] += dlevel
    return float(dalpha), dx
