"""Arrays put together with vstack, hstack, column_stack and append."""

import numpy as np


def f(x, y, m):
    rows = np.vstack([x, y, m])
    columns = np.column_stack([x, y * y])
    line = np.hstack([x, y])
    longer = np.append(line, x[0] * y[1])
    wide = np.hstack([m, m * m])
    return np.sum(rows.T @ rows) + np.sum(columns**3) + np.prod(longer) + np.sum(np.sin(wide))


ARGS = (np.array([0.6, -1.5]), np.array([0.4, 0.9]), np.array([[0.3, 1.5], [0.2, -0.8]]))
