def looked_at_grad(x):
    # forward
    h = x * x
    # backward
    # return 10.0 * h * x
    dh = 10.0 * x
    # with adjoint_of(h) as dh:
    print('dh', dh, 'h', h)
    assert dh < 50.0, 'too large'
    SEEN.append(dh)
    # h = x * x
    dx = 10.0 * h + 2.0 * x * dh
    return dx
