def attention_grad_batched(q, k, v):
    # forward
    scores_in = np.sqrt(q.shape[2])
    scores = q @ np.swapaxes(k, 1, 2) / scores_in
    weights = np.exp(scores - np.max(scores, axis=2, keepdims=True))
    weights = weights / np.sum(weights, axis=2, keepdims=True)
    # backward
    # return np.sum((weights @ v) ** 2)
    dmatmul_value = 2.0 * (weights @ v)
    dweights = dmatmul_value @ np.swapaxes(v, 1, 2)
    dv = np.swapaxes(weights, 1, 2) @ dmatmul_value
    # weights = weights / np.sum(weights, axis=1, keepdims=True)
    dscores = weights * (dweights - np.sum(weights * dweights, axis=2, keepdims=True))
    # scores = q @ k.T / np.sqrt(q.shape[1])
    dscores_in = dscores / scores_in
    dq = dscores_in @ k
    dk = np.swapaxes(np.swapaxes(q, 1, 2) @ dscores_in, 1, 2)
    return dq, dk, dv
