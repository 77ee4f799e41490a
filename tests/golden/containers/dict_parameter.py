def dict_parameter_grad(p):
    return {'w': 2.0 * p['w'] * p['b'], 'b': float(np.sum(p['w'] * p['w']))},
