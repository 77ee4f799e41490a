def function_of_each_step_grad(xs):
    # backward
    dxs = []
    for i, x in zip(range(len(xs) - 1, -1, -1), xs[::-1]):
        total_mod = i % 3
        if total_mod == 0:
            # total += functions[i % 3](x)
            dx = np.cos(x)
        elif total_mod == 1:
            # total += functions[i % 3](x)
            dx = -np.sin(x)
        else:
            # return x * x
            dx = 2.0 * x
        # total += functions[i % 3](x)
        dxs.append(dx)
    # total += functions[i % 3](x)
    dxs = np.array(dxs[::-1])
    return dxs,
