"""The Huber loss of one residual."""


def f(prediction, target, delta):
    residual = prediction - target
    if abs(residual) <= delta:
        loss = 0.5 * residual**2
    else:
        loss = delta * (abs(residual) - 0.5 * delta)
    return loss


ARGS = (1.3, 0.9, 0.5)
EXTRA = [(2.3, 0.9, 0.5), (-2.3, 0.9, 0.5)]
