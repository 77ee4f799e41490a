def into_buckets_grad(x, n):
    # forward
    buckets = []
    for _ in range(n):
        buckets.append([])
    for i, v in enumerate(x):
        buckets[i % n].append(np.sin(v))
        buckets[-1].append(v * v)
    residuals = []
    for i, b in enumerate(buckets):
        residuals.append(((i + 1) * sum(b), b[0]))
    # backward
    dbuckets = []
    for i, b, (mul_value, b0) in zip(range(len(buckets) - 1, -1, -1),
            reversed(buckets), reversed(residuals)):
        # return sum((i + 1) * sum(b) * b[0] for i, b in enumerate(buckets))
        db = [0.0] * len(b)
        db[0] += mul_value
        db = plus(db, [(i + 1) * b0] * len(b))
        dbuckets.append(db)
    dbuckets = dbuckets[::-1]
    dvs = []
    for i, v in zip(range(len(x) - 1, -1, -1), x[::-1]):
        mod_value = i % n
        # buckets[-1].append(v * v)
        dbuckets_in = dbuckets[-1].pop()
        # buckets[i % n].append(np.sin(v))
        d_buckets_in = dbuckets[mod_value].pop()
        dv = 2.0 * v * dbuckets_in + np.cos(v) * d_buckets_in
        dvs.append(dv)
    # buckets[i % n].append(np.sin(v))
    dx = np.array(dvs[::-1])
    return dx,
