def standardised_grad(x):
    # forward
    m = x.mean()
    sd_sub = x - m
    sd_pow = sd_sub ** 2
    sd = np.sqrt(np.mean(sd_pow))
    truediv_value = sd_sub / sd
    # backward
    # return np.sum(((x - m) / sd) ** 3)
    dsd_sub = 3.0 * truediv_value ** 2 / sd
    dsd = -np.sum(truediv_value * dsd_sub)
    # sd = np.sqrt(np.mean((x - m) ** 2))
    dsd_sub = dsd_sub + sd_sub * (dsd / sd / sd_pow.size)
    dm = -np.sum(dsd_sub)
    # m = x.mean()
    dx = dsd_sub + dm / x.size
    return dx,
