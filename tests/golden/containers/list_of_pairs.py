def list_of_pairs_grad(params):
    # forward
    s_sum_at = []
    for item in params:
        w = item[0]
        s_sum_at.append(np.sum(w * w))
    # backward
    dparams = []
    for (w, b), s_sum in zip(params[::-1], reversed(s_sum_at)):
        # s = s + np.sum(w * w) * b
        db = s_sum
        dw = 2.0 * w * b
        # for w, b in params:
        ditem = dw, db
        dparams.append(ditem)
    return like(dparams[::-1], params),
