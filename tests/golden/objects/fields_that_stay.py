def fields_that_stay_grad(lr, w):
    # forward
    adam_m = 0.0
    adam_v = 0.0
    adam_t = 0
    residuals = []
    while w > 0.1 and adam_t < 20:
        g = 2.0 * w
        adam_t = adam_t + 1
        adam_m = 0.9 * adam_m + 0.1 * g
        mul_value = 0.01 * g
        adam_v = 0.99 * adam_v + mul_value * g
        seen_in = 1 - 0.9 ** adam_t
        seen = adam_m / seen_in
        sqrt_value = math.sqrt(adam_v)
        residuals.append((mul_value, seen_in, seen, sqrt_value))
        w = w - lr * seen / (sqrt_value + 1e-08)
    # backward
    # return w**2
    dw = 2.0 * w
    dadam_m = 0.0
    dadam_v = 0.0
    dlr = 0.0
    for mul_value, seen_in, seen, sqrt_value in reversed(residuals):
        add_value = sqrt_value + 1e-08
        # return w - self.lr * seen / (math.sqrt(self.v) + 1e-8)
        dmul_value = -dw / add_value
        dseen = lr * dmul_value
        dadd_value = ((0.5 / sqrt_value if sqrt_value != 0.0 else np.inf)
            * (lr * seen / add_value * dmul_value))
        dadd_value = dadam_v - dadd_value
        # self.v = 0.99 * self.v + 0.01 * g * g
        dadam_v = 0.99 * dadd_value
        # seen = self.m / (1 - 0.9**self.t)
        d_add_value = dadam_m + dseen / seen_in
        # self.m = 0.9 * self.m + 0.1 * g
        dadam_m = 0.9 * d_add_value
        dg = 2.0 * mul_value * dadd_value + 0.1 * d_add_value
        # w = adam.step(w, 2.0 * w)
        dw = dw + 2.0 * dg
        # return w - self.lr * seen / (math.sqrt(self.v) + 1e-8)
        dlr = dlr + seen * dmul_value
    return dlr, dw
