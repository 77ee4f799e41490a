def chained_lists_grad(rows):
    # forward
    iterable = rows[0]
    iterable2 = rows[1]
    iterable3 = rows[2]
    yielded = []
    yielded.extend(iterable)
    yielded.extend(iterable2)
    yielded.extend(iterable3)
    flat = list(yielded)
    # backward
    dflat = []
    for k, v in zip(range(len(flat) - 1, -1, -1), reversed(flat)):
        # return sum(k * v * v for k, v in enumerate(flat))
        dv = 2.0 * (k * v)
        dflat.append(dv)
    # flat = [*itertools.chain(*rows)]
    dflat = dflat[::-1]
    start = len(dflat) - len(iterable3)
    diterable = dflat[start:]
    dyielded = dflat.copy()
    del dyielded[start:]
    start = len(dyielded) - len(iterable2)
    d_iterable = dyielded[start:]
    del dyielded[start:]
    d_iterable2 = dyielded[len(dyielded) - len(iterable):]
    return [like(d_iterable2, iterable), like(d_iterable, iterable2),
        like(diterable, iterable3)],
