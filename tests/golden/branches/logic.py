def logic_grad(x, y):
    # backward
    if x > 1.0 or y > 1.0:
        dy = 1.0
        dx = 0.0
    else:
        dy = 0.0
        dx = 1.0
    if x > 0.0 and not y > 1.0 or x < -5.0:
        # z = x * y
        dx = dx + y
        dy = dy + x
    else:
        # z = x * y
        dx = dx + 1.0
    return dx, dy
