def cubic_root_fwd(a, b):
    # forward
    one = float(cubic_root(0.0, a, b))
    # backward
    # return x**3 + a * x - b
    done = a + 3.0 * (one * one)
    return one, done, one


def loss_grad(a, b):
    # forward
    cubic_root_fwd_value, done, one = cubic_root_fwd(a, b)
    # backward
    # return cubic_root(0.0, a, b) ** 2 + a
    db = 2.0 * cubic_root_fwd_value / done
    dmoved = -db
    da = one * dmoved
    da = 1.0 + da
    return float(da), float(db)
