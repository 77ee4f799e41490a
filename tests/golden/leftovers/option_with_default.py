def option_with_default_grad(p, xs):
    # forward
    h = 0.0
    h_at = []
    for x in xs:
        h_at.append(h)
        h = np.tanh(p['a'] * h + x * p['b'])
    # backward
    dh = 1.0
    db = 0.0
    da = 0.0
    dxs = []
    for x, h_prev in zip(xs[::-1], reversed(h_at)):
        # h = np.tanh(p.get("a", 1.0) * h + x * p.get("w", p["b"]))
        dh_in = (1.0 - h * h) * dh
        dx = p['b'] * dh_in
        dxs.append(dx)
        dh = p['a'] * dh_in
        db, da, h = db + x * dh_in, da + h_prev * dh_in, h_prev
    # h = np.tanh(p.get("a", 1.0) * h + x * p.get("w", p["b"]))
    dxs = np.array(dxs[::-1])
    return {'a': float(da), 'b': float(db)}, dxs
