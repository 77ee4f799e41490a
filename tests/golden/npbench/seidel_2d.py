def seidel_2d_loss_grad(TSTEPS, A):
    # forward
    A = np.copy(A)
    for _ in range(TSTEPS - 1):
        for i in range(1, A.shape[0] - 1):
            sub_value = i - 1
            add_value = i + 1
            A[i, 1:-1] += (A[sub_value, :-2] + A[sub_value, 1:-1] + A[sub_value, 2:]
                + A[i, 2:] + A[add_value, :-2] + A[add_value, 1:-1] + A[add_value, 2:])
            for j in range(1, A.shape[1] - 1):
                A[i, j] += A[i, j - 1]
                A[i, j] = A[i, j] / 9.0
    # backward
    # return np.sum(A * A)
    dA = 2.0 * A
    for _ in range(TSTEPS - 1):
        for i in range(A.shape[0] - 2, 0, -1):
            sub_value = i - 1
            add_value = i + 1
            for j in range(A.shape[1] - 2, 0, -1):
                # A[i, j] /= 9.0
                dA[i, j] = 0.1111111111111111 * dA[i, j]
                # A[i, j] += A[i, j - 1]
                dA[i, j - 1] += dA[i, j]
            # A[i, 1:-1] += A[i - 1, :-2] + A[i - 1, 1:-1] + A[i - 1, 2:] + A[i, 2:] + A[i + 1, :-2] + A[i + 1, 1:-1] + A[i + 1, 2:]
            dA_in = np.copy(dA[i, 1:-1])
            dA[add_value, 2:] += dA_in
            dA[add_value, 1:-1] += dA_in
            dA[add_value, :-2] += dA_in
            dA[i, 2:] += dA_in
            dA[sub_value, 2:] += dA_in
            dA[sub_value, 1:-1] += dA_in
            dA[sub_value, :-2] += dA_in
    return dA,
