def logarithms_grad(ps):
    # forward
    for p in ps:
        math.log(p)
    # backward
    dps = []
    for p in reversed(ps):
        # total = total + math.log(p)
        dp = 1.0 / p
        dps.append(dp)
    return dps[::-1],
