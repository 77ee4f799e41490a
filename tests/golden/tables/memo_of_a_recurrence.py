def memo_of_a_recurrence_grad(x, n):
    # forward
    memo = {(0): 1.0, (1): x}
    memo_part_at = []
    for i in range(2, n):
        memo_part = memo[i - 1]
        memo_part_at.append(memo_part)
        memo[i] = memo_part * x + memo[i - 2]
    sub_value = n - 1
    # backward
    # return memo[n - 1] * memo[1]
    dmemo = zeros(memo)
    dmemo[1] += memo[sub_value]
    dmemo[sub_value] += memo[1]
    dx = 0.0
    for i, memo_part in zip(range(n - 1, 1, -1), reversed(memo_part_at)):
        # memo[i] = memo[i - 1] * x + memo[i - 2]
        dmemo_in = dmemo[i]
        dmemo[i] = 0.0
        dmemo[i - 2] += dmemo_in
        dmemo[i - 1] += x * dmemo_in
        dx = dx + memo_part * dmemo_in
    # memo[i] = memo[i - 1] * x + memo[i - 2]
    dx = dx + dmemo[1]
    return float(dx),
