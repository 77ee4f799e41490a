"""An income tax by brackets."""


def f(income, rate):
    if income <= 10.0:
        tax = 0.0
    elif income <= 50.0:
        tax = rate * (income - 10.0)
    else:
        tax = rate * 40.0 + 1.5 * rate * (income - 50.0)
    return income - tax


ARGS = (35.0, 0.2)
EXTRA = [(5.0, 0.2), (85.0, 0.2)]
