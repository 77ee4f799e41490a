"""NPBench's neural networks: convolutions by loops over windows, pooling, normalisation."""

import numpy as np


def relu(x):
    return np.maximum(x, 0)


def softmax(x):
    tmp_max = np.max(x, axis=-1, keepdims=True)
    tmp_out = np.exp(x - tmp_max)
    tmp_sum = np.sum(tmp_out, axis=-1, keepdims=True)
    return tmp_out / tmp_sum


def softmax_loss(x):
    y = softmax(x)
    return np.sum(y * y * x)


def softmax_data(rng, n):
    return (rng.normal(size=(2, 3, n, n)),)


def mlp(x, w1, b1, w2, b2, w3, b3):
    x = relu(x @ w1 + b1)
    x = relu(x @ w2 + b2)
    return softmax(x @ w3 + b3)


def mlp_loss(x, w1, b1, w2, b2, w3, b3):
    y = mlp(x, w1, b1, w2, b2, w3, b3)
    return -np.sum(np.log(y[:, 0]))


def mlp_data(rng, n):
    x, w1, b1 = rng.normal(size=(4, n)), rng.normal(size=(n, 5)), rng.normal(size=5)
    w2, b2 = rng.normal(size=(5, 6)), rng.normal(size=6)
    return x, w1, b1, w2, b2, rng.normal(size=(6, 3)), rng.normal(size=3)


def conv2d(image, weights):
    K = weights.shape[0]
    N = image.shape[0]
    H_out = image.shape[1] - K + 1
    W_out = image.shape[2] - K + 1
    output = np.empty((N, H_out, W_out, weights.shape[3]), dtype=image.dtype)
    for i in range(H_out):
        for j in range(W_out):
            output[:, i, j, :] = np.sum(
                image[:, i : i + K, j : j + K, :, np.newaxis] * weights[np.newaxis, :, :, :],
                axis=(1, 2, 3),
            )
    return output


def conv2d_bias(image, weights, bias):
    return conv2d(image, weights) + bias


def conv2d_bias_loss(image, weights, bias):
    y = conv2d_bias(image, weights, bias)
    return np.sum(y * y)


def conv2d_bias_data(rng, n):
    return rng.normal(size=(2, n, n, 2)), rng.normal(size=(3, 3, 2, 3)), rng.normal(size=3)


def maxpool2d(x):
    output = np.empty((x.shape[0], x.shape[1] // 2, x.shape[2] // 2, x.shape[3]), dtype=x.dtype)
    for i in range(x.shape[1] // 2):
        for j in range(x.shape[2] // 2):
            output[:, i, j, :] = np.max(x[:, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2, :], axis=(1, 2))
    return output


def lenet5(image, conv1, conv1bias, conv2, conv2bias, fc1w, fc1b, fc2w, fc2b, fc3w, fc3b, N, flat):
    x = relu(conv2d(image, conv1) + conv1bias)
    x = maxpool2d(x)
    x = relu(conv2d(x, conv2) + conv2bias)
    x = maxpool2d(x)
    x = np.reshape(x, (N, flat))
    x = relu(x @ fc1w + fc1b)
    x = relu(x @ fc2w + fc2b)
    return x @ fc3w + fc3b


def lenet_loss(
    image, conv1, conv1bias, conv2, conv2bias, fc1w, fc1b, fc2w, fc2b, fc3w, fc3b, N, flat
):
    y = lenet5(
        image, conv1, conv1bias, conv2, conv2bias, fc1w, fc1b, fc2w, fc2b, fc3w, fc3b, N, flat
    )
    return np.sum(y * y)


def lenet_data(rng, n):
    side = ((n + 10 - 2) // 2 - 2) // 2
    flat = side * side * 3
    shapes = [(2, n + 10, n + 10, 1), (3, 3, 1, 2), (2,), (3, 3, 2, 3), (3,)]
    shapes += [(flat, 6), (6,), (6, 5), (5,), (5, 3), (3,)]
    return *(0.5 * rng.normal(size=s) for s in shapes), 2, flat


def batchnorm2d(x, eps=1e-5):
    mean = np.mean(x, axis=0, keepdims=True)
    std = np.std(x, axis=0, keepdims=True)
    return (x - mean) / np.sqrt(std + eps)


def resnet_basicblock(image, conv1, conv2, conv3):
    # padded by hand, as the middle convolution keeps the size
    padded = np.zeros(
        (image.shape[0], image.shape[1] + 2, image.shape[2] + 2, conv1.shape[3]),
        dtype=image.dtype,
    )
    padded[:, 1:-1, 1:-1, :] = conv2d(image, conv1)
    x = relu(batchnorm2d(padded))
    x = relu(batchnorm2d(conv2d(x, conv2)))
    x = batchnorm2d(conv2d(x, conv3))
    return relu(x + image)


def resnet_loss(image, conv1, conv2, conv3):
    y = resnet_basicblock(image, conv1, conv2, conv3)
    return np.sum(y * y)


def resnet_data(rng, n):
    shapes = [(4, n, n, 3), (1, 1, 3, 2), (3, 3, 2, 2), (1, 1, 2, 3)]
    return tuple(rng.normal(size=s) for s in shapes)


PROGRAMS = {
    "softmax": (softmax_loss, softmax_data, 64),
    "mlp": (mlp_loss, mlp_data, 100),
    "conv2d_bias": (conv2d_bias_loss, conv2d_bias_data, 16),
    "lenet": (lenet_loss, lenet_data, 10),
    "resnet": (resnet_loss, resnet_data, 10),
}
