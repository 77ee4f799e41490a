def ternary_grad(x):
    # forward
    if not x > 1.0:
        if x > 0.5:
            sqrt_value = math.sqrt(x)
    # backward
    if x > 1.0:
        # return x * x if x > 1.0 else math.sqrt(x) if x > 0.5 else 3.0 * x
        dx = 2.0 * x
    elif x > 0.5:
        dx = 0.5 / sqrt_value if sqrt_value != 0.0 else np.inf
    else:
        dx = 3.0
    return dx,
