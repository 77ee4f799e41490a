def rows_grad(W, x):
    # forward
    s_matmul_at = []
    for row in W:
        s_matmul_at.append(row @ x)
    # backward
    # s = s + np.sin(row @ x)
    dx = np.zeros_like(x)
    drows = []
    for row, s_matmul in zip(W[::-1], reversed(s_matmul_at)):
        # s = s + np.sin(row @ x)
        ds_matmul = np.cos(s_matmul)
        drow = ds_matmul * x
        drows.append(drow)
        dx = dx + ds_matmul * row
    # s = s + np.sin(row @ x)
    dW = np.reshape(drows[::-1], W.shape)
    return dW, dx
