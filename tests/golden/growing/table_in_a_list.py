def table_in_a_list_grad(x, n):
    # forward
    best = [0.0] * n
    best[0] = x
    best_part_at = []
    for i in range(1, n):
        best_part = best[i - 1]
        best_part_at.append(best_part)
        best[i] = best_part * x + i
    # backward
    # return best[n - 1]
    dbest = [0.0] * len(best)
    dbest[n - 1] += 1.0
    dx = 0.0
    for i, best_part in zip(range(n - 1, 0, -1), reversed(best_part_at)):
        # best[i] = best[i - 1] * x + i
        dbest_in = dbest[i]
        dbest[i] = 0.0
        dbest[i - 1] += x * dbest_in
        dx = dx + best_part * dbest_in
    # best[0] = x
    dx = dx + dbest[0]
    return float(dx),
