def hinge_grad_batched(w, x, y):
    # forward
    margin = 1.0 - y * (x @ w)
    # backward
    # return max(margin, 0.0)
    dmargin = np.where(0.0 > margin, 0.0, 1.0)
    # margin = 1.0 - y * (w @ x)
    dw = (y * -dmargin)[:, None] * x
    return dw,
