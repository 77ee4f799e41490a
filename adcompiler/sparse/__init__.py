"""Sparse Jacobians and Hessians: the pattern, its colouring, the values from few products."""

from adcompiler.sparse.matrices import SparseHessian, SparseJacobian, sparsity

__all__ = ["SparseHessian", "SparseJacobian", "sparsity"]
