def impedance_grad(r, l, c):
    # forward
    z_mul = 1j * OMEGA
    z_mul2 = z_mul * c
    z_in = 1.0 / z_mul2
    z = r + z_mul * l + z_in
    current = 230.0 / z
    abs_value = abs(current)
    phase_value = cmath.phase(current)
    # backward
    # return abs(current) * math.cos(cmath.phase(current))
    dcurrent = over(current.conjugate(), abs_value) * math.cos(phase_value)
    dcurrent = over(-1j, current) * (-math.sin(phase_value) * abs_value) + dcurrent
    # current = 230.0 / z
    dz = -current / z * dcurrent
    # z = r + 1j * OMEGA * l + 1.0 / (1j * OMEGA * c)
    dc = (z_mul * (-z_in / z_mul2 * dz)).real
    dr = dz.real
    dl = (z_mul * dz).real
    return float(dr), float(dl), float(dc)
