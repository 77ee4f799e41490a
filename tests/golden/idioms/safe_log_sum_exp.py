def safe_log_sum_exp_grad(x):
    # forward
    m = np.max(x)
    # backward
    # return m + np.log(np.sum(np.exp(x - m)))
    dx = x - (m + np.log(np.sum(np.exp(x - m))))
    dx = np.exp(dx)
    return dx,
