def durbin_loss_grad(r):
    # forward
    y = np.empty_like(r)
    alpha = -r[0]
    y[0] = alpha
    beta = 1.0
    residuals = []
    y_part_at = []
    for k in range(1, r.shape[0]):
        residuals.append((alpha, beta))
        beta = beta * (1.0 - alpha * alpha)
        y_part = np.copy(y[:k])
        y_part_at.append(y_part)
        alpha = -(r[k] + np.dot(np.flip(r[:k]), y_part)) / beta
        y[:k] += alpha * np.flip(y_part)
        y[k] = alpha
    # backward
    # return np.sum(y * y)
    dy = 2.0 * y
    # beta *= 1.0 - alpha * alpha
    dr = np.zeros_like(r)
    dalpha = 0.0
    dbeta = 0.0
    for k, (alpha_prev, beta_prev), y_part in zip(range(r.shape[0] - 1, 0, -1),
            reversed(residuals), reversed(y_part_at)):
        beta_in = 1.0 - alpha_prev * alpha_prev
        beta = beta_prev * beta_in
        alpha_flip = np.flip(r[:k])
        flip_value = np.flip(y_part)
        # y[k] = alpha
        d_alpha = dy[k]
        dy[k] = 0.0
        # y[:k] += alpha * np.flip(y[:k])
        dy_in = dy[:k]
        dy_part = fit(np.flip(fit(alpha * dy_in, flip_value)), y_part)
        dalpha = dalpha + d_alpha + np.sum(flip_value * dy_in)
        # alpha = -(r[k] + np.dot(np.flip(r[:k]), y[:k])) / beta
        dalpha_in = dalpha / beta
        dalpha_add = -dalpha_in
        dy[:k] += dy_part + fit(dalpha_add * alpha_flip, y_part)
        dr[:k] += np.flip(fit(dalpha_add * y_part, alpha_flip))
        dr[k] += dalpha_add
        d_beta = dbeta - alpha * dalpha_in
        # beta *= 1.0 - alpha * alpha
        dbeta = beta_in * d_beta
        dalpha = 2.0 * alpha_prev * -(beta_prev * d_beta)
        alpha = alpha_prev
    # y[0] = -r[0]
    dalpha = dalpha + dy[0]
    # alpha = -r[0]
    dr[0] -= dalpha
    return dr,
