def sine_and_cosine_forward(x):
    if abs(x) < 0.1:
        value = x - x ** 3 / 6.0
        value2 = 1.0 - x ** 2 / 2.0
        s = c = mul_value = sine_and_cosine_kept = None
    else:
        s, c, sine_and_cosine_kept = sine_and_cosine_forward(x / 2.0)
        mul_value = 2.0 * s
        value = mul_value * c
        value2 = c * c - s * s
    return value, value2, (x, s, c, mul_value, sine_and_cosine_kept)


def sine_and_cosine_backward(x, s, c, mul_value, sine_and_cosine_kept, dvalue, dvalue2):
    # backward
    if abs(x) < 0.1:
        # return x - x**3 / 6.0, 1.0 - x**2 / 2.0
        dx_in = dvalue - x * dvalue2
        dx = dx_in + 3.0 * (x * x) * (0.16666666666666666 * -dvalue)
    else:
        # return 2.0 * s * c, c * c - s * s
        ds = 2.0 * (c * dvalue) - 2.0 * s * dvalue2
        dc = 2.0 * c * dvalue2 + mul_value * dvalue
        # s, c = sine_and_cosine(x / 2.0)
        dx = sine_and_cosine_backward(*sine_and_cosine_kept, ds, dc)
        dx = 0.5 * dx
    return dx


def doubled_angles_grad(x):
    # forward
    _, _, sine_and_cosine_kept = sine_and_cosine_forward(x)
    # backward
    # s, c = sine_and_cosine(x)
    dx = sine_and_cosine_backward(*sine_and_cosine_kept, 3.0, 1.0)
    return float(dx),
