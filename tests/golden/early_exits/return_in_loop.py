def return_in_loop_grad(x):
    # forward
    s = x * x
    done = False
    s_at = []
    for _ in range(10):
        s = s * 1.5
        s_at.append(s)
        if s > 10.0:
            done = True
            break
    # backward
    if done:
        dvalue = 1.0
        ds = 0.0
    else:
        dvalue = 0.0
        ds = 1.0
    for s in reversed(s_at):
        if s > 10.0:
            # return s * s
            ds = ds + 2.0 * s * dvalue
            dvalue = 0.0
        # s = s * 1.5
        ds = 1.5 * ds
    # s = x * x
    dx = 2.0 * x * ds
    return dx,
