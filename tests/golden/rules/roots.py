def balance_root_fwd(guess, A, b):
    # forward
    x = np.reshape(balance_root(guess, A, b), guess.shape).astype(np.float64)
    # backward
    # return np.sum(balance_root(np.zeros(2), A, b) ** 2)
    dout = np.eye(len(A @ x + 0.1 * x ** 3 - b))
    # return A @ x + 0.1 * x**3 - b
    dx = 3.0 * x ** 2 * (0.1 * dout) + dout @ A
    return x, dx, x


def loss_grad(A, b):
    # forward
    zeros_value = np.zeros(2)
    balance_root_fwd_value, dx, x = balance_root_fwd(zeros_value, A, b)
    # backward
    # return np.sum(balance_root(np.zeros(2), A, b) ** 2)
    dmoved = np.linalg.solve(dx.T, -(2.0 * balance_root_fwd_value))
    db = -dmoved
    dA = np.outer(dmoved, x)
    return dA, db
