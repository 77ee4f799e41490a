def power_forward(x, n):
    if n == 0:
        value = 1.0
        power_value = power_kept = None
    else:
        power_value, power_kept = power_forward(x, n - 1)
        value = x * power_value
    return value, (power_value, x, power_kept, n)


def power_backward(power_value, x, power_kept, n, dvalue):
    # backward
    if n == 0:
        dx = 0.0
    else:
        # return x * power(x, n - 1)
        dx = power_backward(*power_kept, x * dvalue)
        dx = power_value * dvalue + dx
    return dx


def power_of_grad(x, n):
    # forward
    _, power_kept = power_forward(x, n)
    # backward
    # return power(x, n) * 2.0
    dx = power_backward(*power_kept, 2.0)
    return float(dx),
