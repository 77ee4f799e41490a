def interquartile_grad(x):
    # forward
    asarray_value = np.asarray([0.25, 0.75])
    high_in = np.quantile(x, asarray_value)
    low = high_in[0]
    high = high_in[1]
    median_value = np.median(x)
    # backward
    # return (high - low) / np.median(x)
    dhigh = 1.0 / median_value
    dlow = -dhigh
    # low, high = np.quantile(x, [0.25, 0.75])
    dhigh_in = np.zeros_like(high_in)
    dhigh_in[1] += dhigh
    dhigh_in[0] += dlow
    # return (high - low) / np.median(x)
    dx = at_rank(x, 0.5) * ((high - low) / median_value * dhigh)
    # low, high = np.quantile(x, [0.25, 0.75])
    dx = ranked_back(dhigh_in, x, asarray_value) - dx
    return dx,
