def tree_forward(x, n):
    if n < 1:
        value = x
        value2 = x
        value3 = None
        value4 = None
        left = right = tree_kept2 = tree_kept = None
    else:
        left, a, tree_kept = tree_forward(x * 0.9, n - 1)
        right, b, tree_kept2 = tree_forward(x + 0.3, n - 2)
        value = left * right
        value2 = x * left
        value3 = a
        value4 = b
    return value, (value2, value3, value4), (left, x, right, tree_kept2, tree_kept, n)


def height_forward(node, w):
    x = node[0]
    a = node[1]
    b = node[2]
    value = a is None or b is None
    if value:
        value2 = x * w
        height_value2 = height_value = height_kept2 = height_kept = tanh_value = None
    else:
        tanh_value = np.tanh(x)
        height_value, height_kept = height_forward(a, w * 0.5)
        height_value2, height_kept2 = height_forward(b, w)
        value2 = tanh_value + height_value * height_value2
    return (value2, (value, w, x, a, b, height_value2, height_value, height_kept2,
        height_kept, tanh_value))


def height_backward(value, w, x, a, b, height_value, height_value2, height_kept,
        height_kept2, tanh_value, dvalue):
    # backward
    if value:
        # return x * w
        dx = w * dvalue
        dw = x * dvalue
        # if a is None or b is None:
        da = zeros(a)
        db = zeros(b)
    else:
        # return np.tanh(x) + height(a, w * 0.5) * height(b, w)
        db, dw = height_backward(*height_kept, height_value2 * dvalue)
        da, d_w = height_backward(*height_kept2, height_value * dvalue)
        dx = (1.0 - tanh_value * tanh_value) * dvalue
        dw = dw + 0.5 * d_w
    # x, a, b = node
    dnode = dx, da, db
    return dnode, dw


def tree_backward(left, x, right, tree_kept, tree_kept2, n, dvalue, dpack_value):
    # backward
    # if n < 1:
    d_value = dpack_value[0]
    d_value2 = dpack_value[1]
    d_value3 = dpack_value[2]
    if n < 1:
        # if n < 1:
        dx = dvalue + d_value
    else:
        # return left * right, (x * left, a, b)
        dright = left * dvalue
        # right, b = tree(x + 0.3, n - 2)
        dx = tree_backward(*tree_kept, dright, d_value3)
        # return left * right, (x * left, a, b)
        dleft = x * d_value + right * dvalue
        # left, a = tree(x * 0.9, n - 1)
        d_x = tree_backward(*tree_kept2, dleft, d_value2)
        dx = left * d_value + dx + 0.9 * d_x
    return dx


def tree_folded_grad(x, w, n):
    # forward
    _, node, tree_kept = tree_forward(x, n)
    _, height_kept = height_forward(node, w)
    # backward
    # return top + height(node, w)
    dnode, dw = height_backward(*height_kept, 1.0)
    # top, node = tree(x, n)
    dx = tree_backward(*tree_kept, 1.0, dnode)
    return float(dx), float(dw)
