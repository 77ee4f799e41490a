def norm_squared_grad(W, x):
    # forward
    q = W @ x
    # backward
    # return np.sum(q * q)
    dq = 2.0 * q
    # q = W @ x
    dW = np.outer(dq, x)
    dx = W.T @ dq
    return dW, dx
