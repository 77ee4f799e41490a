def own_manager_grad(x, k):
    # forward
    add_value = 0.0 + 1.0
    mul_value = x * k * add_value
    y = mul_value * x
    # backward
    # return y*s.factor + s.depth
    dy = k * 2.0
    # return v*self.factor*self.depth
    dmul_value = add_value * (x * dy)
    dx = mul_value * dy + k * dmul_value
    dk = 2.0 * y + x * dmul_value
    return dx, dk
