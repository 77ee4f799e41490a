def rotated_gaussian_grad(x, y, a, b, c):
    # forward
    pow_value = x ** 2
    pow_value2 = y ** 2
    # backward
    # return math.exp(-(a * x**2 + 2.0 * b * x * y + c * y**2))
    dadd_value = -math.exp(-(a * pow_value + 2.0 * b * x * y + c * pow_value2))
    mul_value = 2.0 * dadd_value
    db_in = x * mul_value
    mul_value = y * mul_value
    dc = pow_value2 * dadd_value
    dy = b * db_in + c * mul_value
    db = y * db_in
    da = pow_value * dadd_value
    dx = a * db_in + b * mul_value
    return dx, dy, da, db, dc
