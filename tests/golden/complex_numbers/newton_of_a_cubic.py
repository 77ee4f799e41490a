def newton_of_a_cubic_grad(x, y):
    # forward
    z = complex(x, y)
    residuals = []
    for _ in range(3):
        z_mul = 3 * z ** 2
        z_in = (z ** 3 - 1) / z_mul
        residuals.append((z, z_mul, z_in))
        z = z - z_in
    # backward
    # return z.real**2 + 3.0 * z.imag
    dz = -3j + 2.0 * z.real
    for z_prev, z_mul, z_in in reversed(residuals):
        # z = z - (z**3 - 1) / (3 * z**2)
        dz_sub = -dz / z_mul
        dz_in = dz + 2.0 * z_prev * (3 * -(z_in * dz_sub))
        dz = dz_in + 3.0 * (z_prev * z_prev) * dz_sub
    # z = complex(x, y)
    dx = dz.real
    dy = -dz.imag
    return float(dx), float(dy)
