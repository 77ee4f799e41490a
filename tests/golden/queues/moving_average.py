def moving_average_grad(xs, n):
    # forward
    if n < 0:
        raise ValueError('maxlen must be non-negative')
    queue = []
    residuals = []
    queue_at = []
    for x in xs:
        queue = queue.copy()
        queue.append(x)
        gt_value = len(queue) > n
        if gt_value:
            queue.pop(0)
        queue_at.append(queue)
        total_len = len(queue)
        residuals.append((gt_value, total_len, sum(queue) / total_len))
    # backward
    # window.append(x)
    dqueue = [0.0] * len(queue)
    dxs = []
    for (gt_value, total_len, total_truediv), queue in zip(reversed(residuals),
            reversed(queue_at)):
        # total += (sum(window) / len(window)) ** 2
        dqueue = plus(dqueue, [2.0 * total_truediv / total_len] * len(queue))
        if gt_value:
            # window.append(x)
            dqueue.insert(0, 0.0)
        # window.append(x)
        dx = dqueue[-1]
        dxs.append(dx)
        dqueue.pop()
    # window.append(x)
    dxs = np.array(dxs[::-1])
    return dxs,
