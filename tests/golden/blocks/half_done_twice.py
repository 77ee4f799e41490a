def half_done_twice_grad(x, d):
    # forward
    a = x * x
    try:
        b = a / d
        went_well = True
    except (ZeroDivisionError, ValueError) as error:
        went_well = False
        b = x
        error2 = error
    if not went_well:
        b2 = b
        failed = not went_well
    else:
        try:
            a_in = math.sqrt(x)
            a2 = b * a_in
            went_well2 = True
            failed = not went_well
        except (ZeroDivisionError, ValueError) as error:
            went_well2 = False
            a2 = a
            failed = True
            error2 = error
        if not went_well2:
            b2 = b
        else:
            try:
                b2 = math.log(a2 - 3.0)
                went_well3 = True
            except (ZeroDivisionError, ValueError) as error:
                went_well3 = False
                b2 = b
                failed = True
                error2 = error
        a = a2
        failed2 = not went_well2
    if failed:
        is_zero_division_error = isinstance(error2, ZeroDivisionError)
        if is_zero_division_error:
            b2 = b2 * 2.0
    # backward
    # return a*b
    db = a
    if failed:
        if is_zero_division_error:
            # b = b*2.0
            db = 2.0 * db
    # return a*b
    da = b2
    if not went_well:
        dx = 0.0
    else:
        if not failed2:
            if went_well3:
                # b = math.log(a - 3.0)
                da = da + db / (a2 - 3.0)
                db = 0.0
        if went_well2:
            # a = b*math.sqrt(x)
            dx = (0.5 / a_in if a_in != 0.0 else np.inf) * (b * da)
            db = db + a_in * da
            da = 0.0
        else:
            dx = 0.0
    if went_well:
        # b = a/d
        d_a = db / d
        dd = -(b * d_a)
        da = da + d_a
    else:
        # b = a/d
        dx = dx + db
        dd = 0.0
    # a = x*x
    dx = dx + 2.0 * x * da
    return dx, dd
