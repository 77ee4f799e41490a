def pseudo_huber_grad(x, delta):
    # forward
    truediv_value = x / delta
    sqrt_value = math.sqrt(1.0 + truediv_value ** 2)
    # backward
    # return delta**2 * (math.sqrt(1.0 + (x / delta) ** 2) - 1.0)
    dx = truediv_value * (delta ** 2 / sqrt_value) / delta
    ddelta = 2.0 * delta * (sqrt_value - 1.0) - truediv_value * dx
    return dx, ddelta
