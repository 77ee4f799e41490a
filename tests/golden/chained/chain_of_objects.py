def chain_of_objects_grad(x):
    # forward
    first_following_following_value = x * 0 + 1.0
    first_following_value = x * 1 + 1.0
    first_value = x * 2 + 1.0
    has_first = True
    has_first_following = True
    has_first_following_following = True
    total = 0.0
    residuals = []
    while has_first:
        residuals.append((first_value, total))
        total = total * x + first_value ** 2
        has_first, first_value, has_first_following, first_following_value, has_first_following_following = (has_first_following,
            first_following_value, has_first_following_following,
            first_following_following_value, False)
    # backward
    dfirst_value = 0.0
    dfirst_following_value = 0.0
    dfirst_following_following_value = 0.0
    dtotal = 1.0
    dx = 0.0
    for first_value_prev, total_prev in reversed(residuals):
        # total = total * x + first.value**2
        d_first_value = 2.0 * first_value_prev * dtotal
        d_total = x * dtotal
        dx = dx + total_prev * dtotal
        dfirst_value, dfirst_following_value, dfirst_following_following_value, dtotal = (d_first_value,
            dfirst_value, dfirst_following_value, d_total)
    # first = Node(x * i + 1.0, first)
    dx = (dx + 2 * dfirst_value + dfirst_following_value
        + 0 * dfirst_following_following_value)
    return dx,
