def oscillator_as_argument_grad(osc, x):
    # forward
    v = 0.0
    x_at = []
    frequency_at = []
    a_neg_at = []
    for _ in range(5):
        x_at.append(x)
        frequency = math.sqrt(osc.stiffness / osc.mass)
        frequency_at.append(frequency)
        a_neg = -frequency ** 2
        a_neg_at.append(a_neg)
        a = a_neg * x - oscillator.damping * v
        x = x + 0.1 * v
        v = v + 0.1 * a
    # backward
    # return x**2 + osc.mass
    dx = 2.0 * x
    dv = 0.0
    dstiffness = 0.0
    dmass = 0.0
    for x_prev, frequency, a_neg in zip(x_at[::-1], frequency_at[::-1],
        a_neg_at[::-1]):
        # return x + dt * v, v + dt * a
        da = 0.1 * dv
        # a = -self.frequency**2 * x - self.damping * v
        dfrequency = 2.0 * frequency * -(x_prev * da)
        # return math.sqrt(self.stiffness / self.mass)
        dfrequency_in = (0.5 / frequency if frequency != 0.0 else np.inf
            ) * dfrequency
        d_x = dx + a_neg * da
        dv = dv + 0.1 * dx + oscillator.damping * -da
        dmass = dmass + -(osc.stiffness / osc.mass) / osc.mass * dfrequency_in
        dx, dstiffness = d_x, dstiffness + dfrequency_in / osc.mass
    return instance(Oscillator, mass=float(1.0 + dmass), stiffness=float(
        dstiffness), name=osc.name), float(dx)
