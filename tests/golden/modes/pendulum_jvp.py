def pendulum_jvp(k, x, v, h=0.1, *, k_dot, x_dot, v_dot):
    for _ in range(50):
        a = -math.sin(x) - k * v
        a_dot = -(math.cos(x) * x_dot) - (v * k_dot + k * v_dot)
        mul_value = 0.5 * h
        x_half = x + mul_value * v
        x_half_dot = x_dot + mul_value * v_dot
        v_half = v + mul_value * a
        v_half_dot = v_dot + mul_value * a_dot
        a_dot = -(math.cos(x_half) * x_half_dot) - (v_half * k_dot + k * v_half_dot)
        a = -math.sin(x_half) - k * v_half
        x_dot = x_dot + h * v_half_dot
        x = x + h * v_half
        v_dot = v_dot + h * a_dot
        v = v + h * a
    return (x, v), (x_dot, v_dot)
