def grouped_grad(x, keys):
    # forward
    groups = {}
    not_value_at = []
    for k, v in zip(keys, x):
        not_value = k not in groups
        not_value_at.append(not_value)
        if not_value:
            groups[k] = []
        groups[k].append(v * v)
    list_value = list(groups)
    value = []
    for item in list_value:
        value.append((item, groups[item]))
    residuals = []
    for item in value:
        group = item[1]
        array_value = np.array(group)
        residuals.append((array_value, np.prod(array_value)))
    # backward
    dvalue = []
    for item, (array_value, prod_value) in zip(reversed(value), reversed(residuals)):
        k = item[0]
        # return sum(k * np.prod(np.array(group)) for k, group in groups.items())
        dk = prod_value
        dgroup = others(array_value) * k
        ditem = dk, dgroup
        dvalue.append(ditem)
    # return sum(k * np.prod(np.array(group)) for k, group in groups.items())
    dgroups = zeros(groups)
    for item, dvalue_item in list(zip(list_value, dvalue[::-1]))[::-1]:
        # return sum(k * np.prod(np.array(group)) for k, group in groups.items())
        dgroups[item] = plus(dgroups[item], dvalue_item[1])
    dvs = []
    for (k, v), not_value in zip(list(zip(keys, x))[::-1], reversed(not_value_at)):
        # groups.setdefault(k, []).append(v * v)
        dgroups_in = dgroups[k].pop()
        dv = 2.0 * v * dgroups_in
        dvs.append(dv)
        if not_value:
            # groups.setdefault(k, []).append(v * v)
            dgroups[k] = []
    # groups.setdefault(k, []).append(v * v)
    dx = pad_items(dvs[::-1], x)
    return dx,
