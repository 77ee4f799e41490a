def logistic_regression_grad_jvp(w, b, X, y, *, w_dot, b_dot):
    # forward
    p = 1.0 / (1.0 + np.exp(-(X @ w + b)))
    p_sub = 1.0 - p
    p_dot_in = p_sub * p
    p_dot = p_dot_in * (X @ w_dot + b_dot)
    # backward
    # loss = -np.sum(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
    dp = (1.0 - y) / p_sub
    d_p = y / p
    dp_dot = -d_p / p * p_dot
    dp_dot = -dp / p_sub * -p_dot - dp_dot
    dp = dp - d_p
    # p = 1.0 / (1.0 + np.exp(-(X @ w + b)))
    dp_in_dot = dp * (p_sub * p_dot - p * p_dot) + p_dot_in * dp_dot
    db_dot = np.sum(dp_in_dot)
    dw_dot = w_dot + X.T @ dp_in_dot
    return dw_dot, float(db_dot)
