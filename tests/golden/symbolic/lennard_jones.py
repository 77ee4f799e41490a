def lennard_jones_grad(r, eps, sigma):
    # forward
    u_in = sigma / r
    u = u_in ** 6
    mul_value = 4.0 * eps
    # backward
    # return 4.0 * eps * (u * u - u)
    deps = 4.0 * (u * u - u)
    du = 2.0 * u * mul_value - mul_value
    # u = (sigma / r) ** 6
    dsigma = 6.0 * u_in ** 5 * du / r
    dr = -(u_in * dsigma)
    return dr, deps, dsigma
