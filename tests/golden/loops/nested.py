def nested_grad(x):
    # forward
    total_sin_at_at = []
    for i in range(3):
        total_sin_at = []
        for j in range(i + 1):
            total_sin_at.append(math.sin(i * j + 1))
        total_sin_at_at.append(total_sin_at)
    # backward
    # for j in range(i + 1):
    dx = np.zeros_like(x)
    for i, total_sin_at in zip(range(2, -1, -1), reversed(total_sin_at_at)):
        for j, total_sin in zip(range(i, -1, -1), reversed(total_sin_at)):
            # total += x[i] * x[j] * math.sin(i * j + 1)
            dx[j] += x[i] * total_sin
            dx[i] += x[j] * total_sin
    return dx,
