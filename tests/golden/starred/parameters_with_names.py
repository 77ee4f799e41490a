def parameters_with_names_grad(xs):
    # forward
    given = len(xs)
    if given == 0:
        raise TypeError(
            "parameters_with_names.<locals>.area() missing 3 required positional arguments: 'width', 'height', and 'depth'")
    if given == 1:
        raise TypeError(
            "parameters_with_names.<locals>.area() missing 2 required positional arguments: 'height' and 'depth'")
    if given == 2:
        raise TypeError(
            "parameters_with_names.<locals>.area() missing 1 required positional argument: 'depth'")
    if given > 3:
        raise TypeError('parameters_with_names.<locals>.area() takes 3 positional arguments but {} were given'.format(
            given))
    width = xs[0]
    height = xs[1]
    depth = xs[2]
    add_value = width * height + depth ** 2
    items = xs[:2]
    if len(items) == 0:
        raise TypeError(
            "parameters_with_names.<locals>.area() missing 2 required positional arguments: 'height' and 'depth'")
    if len(items) == 1:
        raise TypeError(
            "parameters_with_names.<locals>.area() missing 1 required positional argument: 'depth'")
    if len(items) > 2:
        given = len(items) + 1
        raise TypeError('parameters_with_names.<locals>.area() takes 3 positional arguments but {} were given'.format(
            given))
    depth2 = items[1]
    add_value2 = 1.0 * items[0] + depth2 ** 2
    # backward
    # return area(*xs) * area(1.0, *xs[:2])
    ditems = [0.0] * len(items)
    ditems[1] += 2.0 * depth2 * add_value
    ditems[0] += add_value
    dxs = [0.0] * len(xs)
    dxs[:2] = plus(dxs[:2], ditems)
    dxs[2] += 2.0 * depth * add_value2
    dxs[1] += width * add_value2
    dxs[0] += height * add_value2
    return like(dxs, xs),
