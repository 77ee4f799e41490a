def oscillator_as_argument_grad(osc, x):
    # forward
    v = 0.0
    residuals = []
    for _ in range(5):
        frequency = math.sqrt(osc.stiffness / osc.mass)
        a_neg = -frequency ** 2
        residuals.append((x, frequency, a_neg))
        a = a_neg * x - oscillator.damping * v
        x = x + 0.1 * v
        v = v + 0.1 * a
    # backward
    # return x**2 + osc.mass
    dx = 2.0 * x
    dv = 0.0
    dstiffness = 0.0
    dmass = 0.0
    for x_prev, frequency, a_neg in reversed(residuals):
        # return x + dt * v, v + dt * a
        da = 0.1 * dv
        # a = -self.frequency**2 * x - self.damping * v
        dfrequency = 2.0 * frequency * -(x_prev * da)
        # return math.sqrt(self.stiffness / self.mass)
        d_stiffness = ((0.5 / frequency if frequency != 0.0 else np.inf) * dfrequency
            / osc.mass)
        # a = -self.frequency**2 * x - self.damping * v
        d_x = dx + a_neg * da
        dv = dv + 0.1 * dx - oscillator.damping * da
        # return math.sqrt(self.stiffness / self.mass)
        dmass = dmass - osc.stiffness / osc.mass * d_stiffness
        dx, dstiffness = d_x, dstiffness + d_stiffness
    return (instance(Oscillator, mass=1.0 + dmass, stiffness=dstiffness,
        name=osc.name), dx)
