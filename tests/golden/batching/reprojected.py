def reprojected_pullback_batched(camera, point, dout):
    # forward
    a, b, c = camera
    point0 = point[0]
    point1 = point[1]
    turned = np.array([a * point0 - b * point1, b * point0 + a * point1, point[2] + c])
    turned2 = turned[2]
    truediv_value = turned[:2] / turned2
    # backward
    # return turned[:2] / turned[2]
    dturned_part = dout / turned2
    dturned = np.zeros((len(dout), turned.shape[0]))
    dturned[:, 2] -= np.sum(truediv_value * dturned_part, axis=1)
    dturned[:, :2] += dturned_part
    # turned = np.array([a * point[0] - b * point[1], b * point[0] + a * point[1], point[2] + c])
    dturned_sub = np.copy(dturned[:, 0])
    dturned_add = np.copy(dturned[:, 1])
    dc = np.copy(dturned[:, 2])
    dpoint = np.zeros((len(dout), point.shape[0]))
    dpoint[:, 2] += dc
    dpoint[:, 1] += a * dturned_add - b * dturned_sub
    dpoint[:, 0] += b * dturned_add + a * dturned_sub
    # a, b, c = camera
    dcamera = np.zeros((len(dout), camera.shape[0]))
    dcamera[:, 2] += dc
    # turned = np.array([a * point[0] - b * point[1], b * point[0] + a * point[1], point[2] + c])
    db = point0 * dturned_add - point1 * dturned_sub
    # a, b, c = camera
    dcamera[:, 1] += db
    # turned = np.array([a * point[0] - b * point[1], b * point[0] + a * point[1], point[2] + c])
    da = point1 * dturned_add + point0 * dturned_sub
    # a, b, c = camera
    dcamera[:, 0] += da
    return dcamera, dpoint
