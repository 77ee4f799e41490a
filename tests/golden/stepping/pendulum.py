def pendulum_grad(length, angle, dt):
    # forward
    speed = 0.0
    residuals = []
    for _ in range(15):
        speed_sin = math.sin(angle)
        speed = speed - dt * 9.81 / length * speed_sin
        angle2 = angle + dt * speed
        residuals.append((angle, speed_sin, speed, 1.0 - math.cos(angle2)))
        angle = angle2
    # backward
    dangle = 0.0
    dspeed = 0.0
    dlength = 0.0
    ddt = 0.0
    for angle_prev, speed_sin, speed, energy_sub in reversed(residuals):
        speed_truediv = dt * 9.81 / length
        angle = angle_prev + dt * speed
        energy_mul = length * speed
        # energy = energy + 0.5 * (length * speed) ** 2 + 9.81 * length * (1.0 - math.cos(angle))
        d_angle = dangle + math.sin(angle) * (9.81 * length)
        # angle = angle + dt * speed
        dspeed = dspeed + length * energy_mul + dt * d_angle
        # speed = speed - dt * 9.81 / length * math.sin(angle)
        dspeed_in = -dspeed
        dspeed_mul = speed_sin * dspeed_in / length
        dangle = d_angle + math.cos(angle_prev) * (speed_truediv * dspeed_in)
        dlength = (dlength + 9.81 * energy_sub + speed * energy_mul
            - speed_truediv * dspeed_mul)
        ddt = ddt + speed * d_angle + 9.81 * dspeed_mul
    return dlength, dangle, ddt
