def trajectory_forward(y, rate):
    total = 0.0
    y_at = []
    slope_in_at = []
    middle_at = []
    y_sin_at = []
    for _ in range(4):
        y_at.append(y)
        slope_in = math.sin(y)
        slope_in_at.append(slope_in)
        slope = rate * slope_in
        middle = y + 0.1 * slope / 2.0
        middle_at.append(middle)
        y_sin = math.sin(middle)
        y_sin_at.append(y_sin)
        y = y + 0.1 * rate * y_sin
        total = total + y * 0.1
    return y, total, (y_at, slope_in_at, middle_at, y_sin_at, rate)


def trajectory_backward(y_at, slope_in_at, middle_at, y_sin_at, rate, dy, dtotal):
    # backward
    drate = 0.0
    for y_prev, slope_in, middle, y_sin in zip(reversed(y_at), reversed(slope_in_at),
            reversed(middle_at), reversed(y_sin_at)):
        # total = total + y * dt
        d_y = dy + 0.1 * dtotal
        # y = y + dt * rate * math.sin(middle)
        dmiddle = math.cos(middle) * (0.1 * rate * d_y)
        # middle = y + dt * slope / 2.0
        dslope = 0.05 * dmiddle
        # slope = rate * math.sin(y)
        dy = d_y + dmiddle + math.cos(y_prev) * (rate * dslope)
        drate = drate + 0.1 * (y_sin * d_y) + slope_in * dslope
    return dy, drate


def large_helper_grad(y, rate):
    # forward
    end, area, trajectory_kept = trajectory_forward(y, rate)
    back, _, trajectory_kept2 = trajectory_forward(-end, rate)
    # backward
    # return area * back + other
    dback = area
    # back, other = trajectory(-end, rate, 4)
    dy, drate = trajectory_backward(*trajectory_kept2, dback, 1.0)
    dend = -dy
    # return area * back + other
    darea = back
    # end, area = trajectory(y, rate, 4)
    dy, d_rate = trajectory_backward(*trajectory_kept, dend, darea)
    drate = drate + d_rate
    return float(dy), float(drate)
