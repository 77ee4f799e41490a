def loss_grad(x, k):
    # forward
    simulated_value = simulated(x, k)
    pow_value = simulated_value ** 2
    # backward
    # return np.sum(simulated(x, k) ** 2)
    dsimulated_value = fit(2.0 * simulated_value
        * fit(np.broadcast_to(1.0, np.shape(pow_value)), pow_value), simulated_value)
    dx = by_differences(simulated, dsimulated_value, x, k, index=0)
    dk = by_differences(simulated, dsimulated_value, x, k, index=1)
    return dx, dk
