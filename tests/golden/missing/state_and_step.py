def state_and_step_grad(state, n):
    # forward
    state_at = []
    for _ in range(n):
        state_at.append(state)
        x, v = state
        state = np.array([x + 0.1 * v, v - 0.1 * np.sin(x)])
    x, _ = state
    # backward
    # return x * x + v
    dx = 2.0 * x
    # x, v = state
    dstate = np.zeros_like(state)
    dstate[1] += 1.0
    dstate[0] += dx
    for state_prev in reversed(state_at):
        x = state_prev[0]
        # state = np.array([x + 0.1 * v, v - 0.1 * np.sin(x)])
        dstate_add = dstate[0]
        dstate_sub = dstate[1]
        dv = dstate_sub + 0.1 * dstate_add
        # x, v = state
        dstate = np.zeros_like(state_prev)
        dstate[1] += dv
        # state = np.array([x + 0.1 * v, v - 0.1 * np.sin(x)])
        dx = np.cos(x) * (0.1 * -dstate_sub) + dstate_add
        # x, v = state
        dstate[0] += dx
    return dstate,
