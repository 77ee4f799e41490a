def stencil_grad(x):
    # forward
    A = x * 1.0
    for _ in range(3):
        A[1:-1] = 0.33 * (A[:-2] + A[1:-1] + A[2:])
    # backward
    # return np.sum(A*A)
    dA = 2.0 * A
    for _ in range(3):
        # A[1:-1] = 0.33*(A[:-2]+A[1:-1]+A[2:])
        dA_in = np.copy(dA[1:-1])
        dA[1:-1] = 0.0
        dadd_value = 0.33 * dA_in
        dA[2:] += dadd_value
        dA[1:-1] += dadd_value
        dA[:-2] += dadd_value
    # A = x*1.0
    dx = dA
    return dx,
