def mlp_grad(W1, b1, W2, b2, X, Y):
    # forward
    h = np.maximum(X @ W1 + b1, 0.0)
    scores = h @ W2 + b2
    err = scores - Y
    # backward
    # loss = np.sum(err**2) / X.shape[0]
    derr = 2.0 * err / X.shape[0]
    # err = scores - Y
    dY = -derr
    # scores = h @ W2 + b2
    db2 = np.sum(derr, axis=0)
    dh = derr @ W2.T
    dW2 = h.T @ derr
    # h = np.maximum(X @ W1 + b1, 0.0)
    dh_in = np.where(h > 0.0, dh, 0.0)
    db1 = np.sum(dh_in, axis=0)
    dX = dh_in @ W1.T
    dW1 = X.T @ dh_in
    return dW1, db1, dW2, db2, dX, dY
