def cholesky_loss_grad(A):
    # forward
    A_in = np.sqrt(A[0, 0])
    A = np.copy(A)
    A[0, 0] = A_in
    A2 = A
    residuals_at = []
    residuals = []
    for i in range(1, A.shape[0]):
        residuals2 = []
        for j in range(i):
            A_part = A2[i, j]
            A2[i, j] -= np.dot(A2[i, :j], A2[j, :j])
            A_part2 = A2[i, j]
            residuals2.append((A_part, A_part2))
            A2[i, j] = A_part2 / A2[j, j]
        residuals_at.append(residuals2)
        A_part = A2[i, :i]
        A_part2 = A2[i, i]
        A2[i, i] -= np.dot(A_part, A_part)
        A_part = A2[i, i]
        residuals.append((A_part2, A_part))
        A2[i, i] = np.sqrt(A_part)
    # backward
    # return np.sum(A * A)
    dA = 2.0 * A2
    for i, residuals2, (was, was2) in zip(range(A.shape[0] - 1, 0, -1),
            reversed(residuals_at), reversed(residuals)):
        # A[i, i] = np.sqrt(A[i, i])
        dA[i, i] = 0.5 / A2[i, i] * dA[i, i]
        A2[i, i] = was2
        # A[i, i] -= np.dot(A[i, :i], A[i, :i])
        A2[i, i] = was
        dA[i, :i] += 2.0 * (-dA[i, i] * A2[i, :i])
        for j, (was, was2) in zip(range(i - 1, -1, -1), reversed(residuals2)):
            A_part = A2[i, j]
            # A[i, j] /= A[j, j]
            A2[i, j] = was2
            dA_part = dA[i, j] / A2[j, j]
            dA[i, j] = dA_part
            dA[j, j] -= A_part * dA_part
            # A[i, j] -= np.dot(A[i, :j], A[j, :j])
            ddot_value = -dA[i, j]
            A2[i, j] = was
            A_part = A2[j, :j]
            A_part2 = A2[i, :j]
            dA[j, :j] += fit(ddot_value * A_part2, A_part)
            dA[i, :j] += fit(ddot_value * A_part, A_part2)
    # A[0, 0] = np.sqrt(A[0, 0])
    dA[0, 0] = 0.5 / A_in * dA[0, 0]
    return dA,
