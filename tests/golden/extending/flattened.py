def flattened_grad(rows, c):
    # forward
    flat = []
    for row in rows:
        flat.extend(row)
        flat.append(c * row[0])
    # backward
    dflat = []
    for k, v in zip(range(len(flat) - 1, -1, -1), reversed(flat)):
        # return sum(k * v * v for k, v in enumerate(flat))
        dv = 2.0 * (k * v)
        dflat.append(dv)
    dflat, dc = dflat[::-1], 0.0
    drows = []
    for row in rows[::-1]:
        # flat.append(c * row[0])
        dflat_in = dflat.pop()
        drow = [0.0] * len(row)
        drow[0] += c * dflat_in
        # flat.extend(row)
        start = len(dflat) - len(row)
        d_row = dflat[start:]
        del dflat[start:]
        drow = plus(drow, d_row)
        drows.append(drow)
        # flat.append(c * row[0])
        dc = dc + row[0] * dflat_in
    return like(drows[::-1], rows), float(dc)
