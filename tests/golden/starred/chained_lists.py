def chained_lists_grad(rows):
    # forward
    iterable = rows[0]
    iterable2 = rows[1]
    iterable3 = rows[2]
    yielded_in = []
    yielded = yielded_in + iterable
    yielded2 = yielded + iterable2
    yielded3 = yielded2 + iterable3
    flat = list(yielded3)
    # backward
    dflat = []
    for k, v in zip(range(len(flat) - 1, -1, -1), reversed(flat)):
        # return sum(k * v * v for k, v in enumerate(flat))
        dv = 2.0 * (k * v)
        dflat.append(dv)
    # flat = [*itertools.chain(*rows)]
    dyielded = dflat[::-1][:len(yielded2)]
    diterable = dflat[::-1][len(yielded2):]
    d_yielded = dyielded[:len(yielded)]
    d_iterable = dyielded[len(yielded):]
    d_iterable2 = d_yielded[len(yielded_in):]
    return [like(d_iterable2, iterable), like(d_iterable, iterable2),
        like(diterable, iterable3)],
