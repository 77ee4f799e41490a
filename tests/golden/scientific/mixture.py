def mixture_grad(logits, mu, log_sigma, x):
    # forward
    parts_in = special.log_softmax(logits)
    x_part = x[:, None]
    parts_exp = np.exp(log_sigma)
    parts = parts_in + stats.norm.logpdf(x_part, mu, parts_exp)
    # backward
    # return -np.sum(special.logsumexp(parts, axis=1))
    dparts = -np.exp(parts - np.expand_dims(special.logsumexp(parts, axis=1), axis=1))
    # parts = special.log_softmax(logits) + stats.norm.logpdf(x[:, None], mu, np.exp(log_sigma))
    dparts_in = np.sum(dparts, axis=0)
    dx_part = (x_part - mu) / parts_exp
    d_x_part = dparts / parts_exp
    dmu = np.sum(dx_part / parts_exp * dparts, axis=0)
    dlog_sigma = parts_exp * -np.sum((1.0 - dx_part * dx_part) * d_x_part, axis=0)
    dx = np.zeros_like(x)
    dx[:, None] -= np.sum(dx_part * d_x_part, axis=1, keepdims=True)
    dlogits = dparts_in - np.exp(parts_in) * np.sum(dparts_in)
    return dlogits, dmu, dlog_sigma, dx
