def hinge_grad(W, x):
    # forward
    scores = W @ x
    margins = np.maximum(0.0, scores - scores[1] + 1.0)
    # backward
    # return np.sum(margins) - 1.0 + 0.5 * np.sum(W * W)
    dmargins = np.ones_like(margins)
    # margins = np.maximum(0.0, scores - scores[1] + 1.0)
    dscores = np.where(margins > 0.0, dmargins, 0.0)
    dscores[1] -= np.sum(dscores)
    # scores = W @ x
    dx = W.T @ dscores
    dW = W + np.outer(dscores, x)
    return dW, dx
