def recurrent_grad(w, u, b, xs):
    # forward
    h = 0.0
    h_at = []
    for x in xs:
        h_at.append(h)
        h = math.tanh(w * h + u * x + b)
    # backward
    # return h * h
    dh = 2.0 * h
    db = 0.0
    du = 0.0
    dw = 0.0
    dxs = []
    for x, h_prev in zip(reversed(xs), reversed(h_at)):
        # h = math.tanh(w * h + u * x + b)
        dh_in = (1.0 - h * h) * dh
        dx = u * dh_in
        dxs.append(dx)
        dh = w * dh_in
        db = db + dh_in
        du = du + x * dh_in
        dw = dw + h_prev * dh_in
        h = h_prev
    return dw, du, db, dxs[::-1]
