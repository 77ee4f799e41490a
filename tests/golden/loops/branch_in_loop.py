def branch_in_loop_grad(x):
    # forward
    t_exp_at = []
    for v in x:
        if v > 0:
            t_exp = math.exp(v)
        else:
            t_exp = None
        t_exp_at.append(t_exp)
    # backward
    dt = 1.0
    dvs = []
    for v, t_exp2 in zip(x[::-1], reversed(t_exp_at)):
        if v > 0:
            # t = t + math.exp(v) * v
            dv = t_exp2 * dt + t_exp2 * (v * dt)
        else:
            # t = t - v**3
            dv = 3.0 * (v * v) * -dt
        # if v > 0:
        dvs.append(dv)
    # if v > 0:
    dx = np.array(dvs[::-1])
    return dx,
