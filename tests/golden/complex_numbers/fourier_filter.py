def fourier_filter_grad(x):
    # forward
    spectrum = np.fft.rfft(x)
    freq = np.fft.rfftfreq(len(x))
    smooth_add = 1.0 + 10.0 * freq ** 2
    smooth = np.fft.irfft(spectrum / smooth_add, len(x))
    # backward
    # return np.sum((smooth - x) ** 2) + np.sum(smooth**3)
    dsub_value = 2.0 * (smooth - x)
    dsmooth = 3.0 * smooth ** 2 + dsub_value
    # smooth = np.fft.irfft(spectrum / (1.0 + 10.0 * freq**2), n=len(x))
    dspectrum = (doubled(np.conj(np.fft.rfft(dsmooth, norm='forward')), dsmooth)
        / smooth_add)
    # spectrum = np.fft.rfft(x)
    dx = np.fft.fft(dspectrum, x.shape[-1]).real - dsub_value
    return dx,
