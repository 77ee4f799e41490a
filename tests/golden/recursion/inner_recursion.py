def down_forward(y, k, x):
    if k == 0:
        value = y
        down_kept = None
    else:
        value, down_kept = down_forward(y * x + 1.0, k - 1, x)
    return value, (down_kept, x, y, k)


def down_backward(down_kept, x, y, k, dvalue):
    # backward
    if k == 0:
        d_y = dvalue
        dx = 0.0
    else:
        # return down(y * x + 1.0, k - 1)
        dy, dx = down_backward(*down_kept, dvalue)
        d_y = x * dy
        dx = dx + y * dy
    return d_y, dx


def inner_recursion_grad(x, n):
    # forward
    _, down_kept = down_forward(x, n, x)
    # backward
    # return down(x, n)
    dx, d_x = down_backward(*down_kept, 1.0)
    dx = dx + d_x
    return float(dx),
