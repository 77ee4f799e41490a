def pairwise_forward(a):
    if len(a) == 1:
        value = a[0] ** 2
        pairwise_kept2 = pairwise_kept = None
    else:
        m = len(a) // 2
        pairwise_value, pairwise_kept = pairwise_forward(a[:m])
        pairwise_value2, pairwise_kept2 = pairwise_forward(a[m:])
        value = pairwise_value * 0.5 + pairwise_value2
    return value, (a, pairwise_kept2, pairwise_kept)


def pairwise_backward(a, pairwise_kept, pairwise_kept2, dvalue):
    # backward
    if len(a) == 1:
        # return a[0] ** 2
        da = np.zeros_like(a)
        da[0] += 2.0 * a[0] * dvalue
    else:
        m = len(a) // 2
        # return pairwise(a[:m]) * 0.5 + pairwise(a[m:])
        d_a = pairwise_backward(*pairwise_kept, dvalue)
        da = np.zeros_like(a)
        da[m:] += d_a
        d_a = pairwise_backward(*pairwise_kept2, 0.5 * dvalue)
        da[:m] += d_a
    return da


def pairwise_grad(a):
    # forward
    _, pairwise_kept = pairwise_forward(a)
    # backward
    da = pairwise_backward(*pairwise_kept, 1.0)
    da = np.copy(da)
    return da,
