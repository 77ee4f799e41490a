def smoothed_grad(x, w):
    # forward
    padded = np.pad(x, pad_width=1, mode='edge')
    # backward
    # return np.sum(np.correlate(padded, w, mode="valid") ** 2)
    dcorrelate_value = 2.0 * np.correlate(padded, w)
    turned = np.flip(w)
    dpadded = convolve_back(dcorrelate_value, turned, padded, mode='valid')
    dw = np.flip(convolve_back(dcorrelate_value, padded, turned, mode='valid'))
    # padded = np.pad(x, 1, mode="edge")
    dx = unpadded(dpadded, x, pad_width=1, mode='edge')
    return dx, dw
