"""A tuple is the variable that a loop carries."""


def f(x, y):
    state = (x, y)
    for _ in range(3):
        position, speed = state
        state = (position + 0.1 * speed, speed - 0.1 * position)
    return state[0] * state[1]


ARGS = (1.3, 0.4)
