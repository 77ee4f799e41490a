def breadth_first_grad(x, n):
    # forward
    queue = [(0, x[0])]
    v_in_at = []
    lt_value_at = []
    while len(queue):
        v_in = queue[0]
        v_in_at.append(v_in)
        queue.pop(0)
        k = v_in[0]
        v = v_in[1]
        mul_value = 2 * k
        add_value = mul_value + 2
        lt_value_at.append(add_value < n)
        if add_value < n:
            queue.append((mul_value + 1, v * x[1]))
            queue.append((add_value, np.sin(v)))
    # backward
    # while queue:
    dqueue = zeros(queue)
    dx = np.zeros_like(x)
    for v_in, lt_value in zip(reversed(v_in_at), reversed(lt_value_at)):
        v = v_in[1]
        if lt_value:
            # queue.append((2 * k + 2, np.sin(v)))
            dqueue_in = dqueue.pop()
            # queue.append((2 * k + 1, v * x[1]))
            d_queue_in = dqueue.pop()
            dx[1] += v * d_queue_in[1]
            dv = np.cos(v) * dqueue_in[1] + x[1] * d_queue_in[1]
        else:
            dv = 0.0
        # total += v * v
        dv = dv + 2.0 * v
        # k, v = queue.popleft()
        d_queue = zeros(v_in)
        dqueue.insert(0, d_queue)
        dqueue[0] = plus(dqueue[0], (v_in[0], dv))
    # if 2 * k + 2 < n:
    dx0 = dqueue[0][1]
    # queue = deque([(0, x[0])])
    dx[0] += dx0
    return dx,
