def above_grad(xs, y):
    # forward
    terms = []
    for x in xs:
        if x > 0.2:
            terms.append(x * y)
    total = sum(terms)
    # backward
    # return total * total
    dtotal = 2.0 * total
    dy = 0.0
    dxs = []
    for x in reversed(xs):
        if x > 0.2:
            # total = sum(x * y for x in xs if x > 0.2)
            dx = y * dtotal
            dy = dy + x * dtotal
        else:
            dx = 0.0
        # total = sum(x * y for x in xs if x > 0.2)
        dxs.append(dx)
    return dxs[::-1], dy
