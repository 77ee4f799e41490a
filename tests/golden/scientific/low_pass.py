def low_pass_grad(x, cutoff):
    # forward
    spectrum = fft.rfft(x)
    spectrum_in = special.expit(cutoff - np.arange(len(spectrum)))
    spectrum2 = spectrum * spectrum_in
    dct_value = fft.dct(x, norm='ortho')
    # backward
    # return np.sum(fft.irfft(spectrum, len(x))**2) + np.sum(np.abs(fft.dct(x, norm="ortho"))**3)
    dx = fft.idct(np.sign(dct_value) * (3.0 * np.absolute(dct_value) ** 2),
        norm='ortho')
    dirfft_value = 2.0 * fft.irfft(spectrum2, len(x))
    dspectrum = doubled(np.conj(np.fft.rfft(dirfft_value, norm='forward')),
        dirfft_value)
    # spectrum = spectrum*special.expit(cutoff - np.arange(len(spectrum)))
    d_spectrum = spectrum_in * dspectrum
    dcutoff = np.sum(spectrum_in * (1.0 - spectrum_in) * (spectrum * dspectrum).real)
    # spectrum = fft.rfft(x)
    dx = dx + np.fft.fft(d_spectrum, x.shape[-1]).real
    return dx, float(dcutoff)
