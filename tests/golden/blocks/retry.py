def retry_grad(x):
    # forward
    y = 0.0
    residuals = []
    for attempt in range(4):
        try:
            y_in = math.sqrt(x - 2.0 + attempt)
            y2 = y_in * x
            went_well = True
        except ValueError:
            y2 = y + x * 0.5
            went_well = False
            y_in = None
        residuals.append((went_well, y_in))
        y = y2
        if went_well:
            break
    # backward
    # return y*x
    dy = x
    # y = y + x*0.5
    dx = y
    for went_well, y_in2 in reversed(residuals):
        if went_well:
            # y = math.sqrt(x - 2.0 + attempt)*x
            dx_in = dx + y_in2 * dy
            dx = dx_in + (0.5 / y_in2 if y_in2 != 0.0 else np.inf) * (x * dy)
            dy = 0.0
        else:
            # y = y + x*0.5
            dx = dx + 0.5 * dy
    return dx,
