def stack_machine_grad(x):
    # forward
    stack = []
    residuals = []
    for v in x:
        value = len(stack) > 1 and v < 0.6
        if value:
            b = stack.pop()
            a = stack.pop()
            stack.append(a * b + v)
        else:
            stack.append(v * v)
            b = a = None
        residuals.append((value, b, a))
    steps = 0
    while len(stack) > 0:
        stack.pop()
        steps = steps + 1
    # backward
    # while stack:
    dstack = [0.0] * len(stack)
    dtotal = 1.0
    for _ in range(steps):
        # total = 0.5 * total + stack.pop()
        dstack.append(dtotal)
        dtotal = 0.5 * dtotal
    dvs = []
    for v, (value, b2, a2) in zip(x[::-1], reversed(residuals)):
        if value:
            # stack.append(a * b + v)
            dv = dstack.pop()
            da = b2 * dv
            db = a2 * dv
            # a = stack.pop()
            dstack.append(da)
            # b = stack.pop()
            dstack.append(db)
        else:
            # stack.append(v * v)
            dstack_in = dstack.pop()
            dv = 2.0 * v * dstack_in
        # if len(stack) > 1 and v < 0.6:
        dvs.append(dv)
    # if len(stack) > 1 and v < 0.6:
    dx = np.array(dvs[::-1])
    return dx,
