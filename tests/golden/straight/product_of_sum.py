def product_of_sum_grad(x, y, z):
    # forward
    q = x + y
    # backward
    # return q * z
    dz = q
    dq = z
    # q = x + y
    dx = dq
    dy = dq
    return dx, dy, dz
