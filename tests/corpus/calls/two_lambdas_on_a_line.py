"""Two lambdas on one line, told apart."""

other, f = (lambda x: x * 7.0), (lambda x: x * x * x)
ARGS = (1.3,)
