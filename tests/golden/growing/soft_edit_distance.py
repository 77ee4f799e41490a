def soft_edit_distance_grad(a, b):
    # forward
    n = len(a)
    m = len(b)
    D_add = n + 1
    D = []
    for _ in range(D_add):
        D.append([0.0] * (m + 1))
    for i in range(1, D_add):
        sub_value = i - 1
        D[i][0] = D[sub_value][0] + abs(a[sub_value])
    for j in range(1, m + 1):
        sub_value = j - 1
        D[0][j] = D[0][sub_value] + abs(b[sub_value])
    residuals_at = []
    for i in range(1, D_add):
        residuals = []
        for j in range(1, m + 1):
            cost_sub = i - 1
            cost_sub2 = j - 1
            cost_in = a[cost_sub] - b[cost_sub2]
            cost = cost_in ** 2
            D_part = D[cost_sub][j]
            D_part2 = D[i][cost_sub2]
            D_part3 = D[cost_sub][cost_sub2]
            min_value = min(D_part, D_part2)
            residuals.append((cost_in, D_part, D_part2, D_part3, min_value))
            D[i][j] = cost + min(min_value, D_part3)
        residuals_at.append(residuals)
    # backward
    # return D[n][m]
    dD = zeros(D)
    dD[n][m] += 1.0
    # cost = (a[i - 1] - b[j - 1]) ** 2
    db = np.zeros_like(b)
    da = np.zeros_like(a)
    for i, residuals in zip(range(D_add - 1, 0, -1), reversed(residuals_at)):
        for j, (cost_in, D_part, D_part2, D_part3, min_value) in zip(range(m, 0, -1),
                reversed(residuals)):
            cost_sub = i - 1
            cost_sub2 = j - 1
            # D[i][j] = cost + min(D[i - 1][j], D[i][j - 1], D[i - 1][j - 1])
            dcost = dD[i][j]
            dD[i][j] = 0.0
            dmin_value = 0.0 if D_part3 < min_value else dcost
            # D[i][j] = cost + min(D[i - 1][j], D[i][j - 1], D[i - 1][j - 1])
            dD[cost_sub][cost_sub2] += dcost if D_part3 < min_value else 0.0
            dD[i][cost_sub2] += dmin_value if D_part2 < D_part else 0.0
            dD[cost_sub][j] += 0.0 if D_part2 < D_part else dmin_value
            # cost = (a[i - 1] - b[j - 1]) ** 2
            dcost_in = 2.0 * cost_in * dcost
            db[cost_sub2] -= dcost_in
            da[cost_sub] += dcost_in
    for j in range(m, 0, -1):
        sub_value = j - 1
        # D[0][j] = D[0][j - 1] + abs(b[j - 1])
        dD_in = dD[0][j]
        dD[0][j] = 0.0
        db[sub_value] += np.sign(b[sub_value]) * dD_in
        dD[0][sub_value] += dD_in
    for i in range(D_add - 1, 0, -1):
        sub_value = i - 1
        # D[i][0] = D[i - 1][0] + abs(a[i - 1])
        dD_in = dD[i][0]
        dD[i][0] = 0.0
        da[sub_value] += np.sign(a[sub_value]) * dD_in
        dD[sub_value][0] += dD_in
    return da, db
