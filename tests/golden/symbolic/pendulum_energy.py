def pendulum_energy_grad(q, p, m, l, g):
    # forward
    mul_value = 2.0 * m
    pow_value = l ** 2
    mul_value2 = mul_value * pow_value
    # backward
    # return p**2 / (2.0 * m * l**2) + m * g * l * (1.0 - math.cos(q))
    mul_value3 = l * g
    sub_value = 1.0 - math.cos(q)
    dg_in = m * sub_value
    dp_in = 2.0 / mul_value2
    mul_value2 = dp_in * (p ** 2 / mul_value2)
    dq = m * mul_value3 * math.sin(q)
    dg = l * dg_in
    dl = g * dg_in - l * mul_value2 * mul_value
    dm = mul_value3 * sub_value - mul_value2 * pow_value
    dp = p * dp_in
    return dq, dp, dm, dl, dg
