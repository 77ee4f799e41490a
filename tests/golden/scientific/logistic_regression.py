def logistic_regression_grad(w, b):
    # forward
    mul_value = Y * (X @ w + b)
    # backward
    # return -np.mean(special.log_expit(Y*(X @ w + b))) + 0.1*np.sum(w**2)
    dadd_value = Y * (special.expit(-mul_value) * (-1.0 / mul_value.size))
    db = np.sum(dadd_value)
    dw = 0.2 * w + X.T @ dadd_value
    return dw, float(db)
