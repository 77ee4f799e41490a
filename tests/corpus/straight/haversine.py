"""The distance between two places on the globe."""

import math


def f(lat1, lon1, lat2, lon2):
    dlat = lat2 - lat1
    dlon = lon2 - lon1
    a = math.sin(dlat / 2.0) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2.0) ** 2
    return 2.0 * 6371.0 * math.asin(math.sqrt(a))


ARGS = (0.8, 0.2, 0.6, -0.4)
