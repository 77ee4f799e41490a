def enumerate_zip_grad(x, w):
    # backward
    das = []
    dbs = []
    for i, (a, b) in list(enumerate(zip(x, w)))[::-1]:
        y_add = i + 1
        # y = y + a * b * (i + 1)
        da = b * y_add
        das.append(da)
        db = a * y_add
        dbs.append(db)
    # y = y + a * b * (i + 1)
    dx = pad_items(das[::-1], x)
    dw = pad_items(dbs[::-1], w)
    return dx, dw
