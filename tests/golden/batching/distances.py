def distances_grad_batched(centres, x):
    # forward
    sub_value = centres - x[:, None]
    sum_value = np.sum(sub_value ** 2, axis=2)
    # backward
    # return np.min(np.sum((centres - x) ** 2, axis=1))
    won = sum_value == np.min(sum_value, axis=1)[:, None]
    dcentres = (2.0 * sub_value
        * np.expand_dims(won / np.sum(won, axis=1)[:, None], axis=2))
    return dcentres,
