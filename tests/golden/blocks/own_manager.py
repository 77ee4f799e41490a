def own_manager_grad(x, k):
    # forward
    mul_value = x * k * (0.0 + 1.0)
    y = mul_value * x
    # backward
    # return y*s.factor + s.depth
    dy = k * 2.0
    # y = s.of(x)*x
    dx = 2.0 * mul_value * dy
    # return v*self.factor*self.depth
    dk = 2.0 * y + x * ((0.0 + 1.0) * (x * dy))
    return dx, dk
