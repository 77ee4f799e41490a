"""The few helpers that generated code may call, where types are not known beforehand.

Each is a plain NumPy function; `save` copies those that a gradient uses into its module.
"""

from adcompiler.records import instance as instance
from adcompiler.runtime.adjoints import added as added
from adcompiler.runtime.adjoints import copied as copied
from adcompiler.runtime.adjoints import emptied as emptied
from adcompiler.runtime.adjoints import fit as fit
from adcompiler.runtime.adjoints import lasting as lasting
from adcompiler.runtime.adjoints import like as like
from adcompiler.runtime.adjoints import matching as matching
from adcompiler.runtime.adjoints import pad_items as pad_items
from adcompiler.runtime.adjoints import part_size as part_size
from adcompiler.runtime.adjoints import pieces as pieces
from adcompiler.runtime.adjoints import plus as plus
from adcompiler.runtime.adjoints import repeat as repeat
from adcompiler.runtime.adjoints import resized as resized
from adcompiler.runtime.adjoints import scatter as scatter
from adcompiler.runtime.adjoints import spot as spot
from adcompiler.runtime.adjoints import stop_gradient as stop_gradient
from adcompiler.runtime.adjoints import zeros as zeros
from adcompiler.runtime.axes import after as after
from adcompiler.runtime.axes import at_rank as at_rank
from adcompiler.runtime.axes import before as before
from adcompiler.runtime.axes import others as others
from adcompiler.runtime.axes import piece as piece
from adcompiler.runtime.axes import placed as placed
from adcompiler.runtime.axes import put_along as put_along
from adcompiler.runtime.axes import ranked as ranked
from adcompiler.runtime.axes import ranked_back as ranked_back
from adcompiler.runtime.axes import records as records
from adcompiler.runtime.axes import recur as recur
from adcompiler.runtime.axes import recur_back as recur_back
from adcompiler.runtime.axes import segments_back as segments_back
from adcompiler.runtime.axes import unpadded as unpadded
from adcompiler.runtime.axes import unrepeated as unrepeated
from adcompiler.runtime.axes import unsorted as unsorted
from adcompiler.runtime.directions import basis as basis
from adcompiler.runtime.directions import columns as columns
from adcompiler.runtime.directions import each as each
from adcompiler.runtime.directions import examples as examples
from adcompiler.runtime.directions import for_each as for_each
from adcompiler.runtime.directions import repeated as repeated
from adcompiler.runtime.directions import rows as rows
from adcompiler.runtime.directions import size as size
from adcompiler.runtime.directions import together as together
from adcompiler.runtime.functions import along_differences as along_differences
from adcompiler.runtime.functions import bessel_i as bessel_i
from adcompiler.runtime.functions import by_differences as by_differences
from adcompiler.runtime.functions import digamma as digamma
from adcompiler.runtime.functions import over as over
from adcompiler.runtime.functions import polygamma as polygamma
from adcompiler.runtime.functions import power_dx as power_dx
from adcompiler.runtime.functions import power_dy as power_dy
from adcompiler.runtime.functions import softmax as softmax
from adcompiler.runtime.functions import trigamma as trigamma
from adcompiler.runtime.matrices import cofactors as cofactors
from adcompiler.runtime.matrices import cross as cross
from adcompiler.runtime.matrices import eigenvectors as eigenvectors
from adcompiler.runtime.matrices import gaps as gaps
from adcompiler.runtime.matrices import matmul_dx as matmul_dx
from adcompiler.runtime.matrices import matmul_dy as matmul_dy
from adcompiler.runtime.matrices import on_diagonal as on_diagonal
from adcompiler.runtime.matrices import principal as principal
from adcompiler.runtime.matrices import tall as tall
from adcompiler.runtime.signals import convolve_back as convolve_back
from adcompiler.runtime.signals import doubled as doubled
from adcompiler.runtime.signals import ends as ends
from adcompiler.runtime.signals import interp_back as interp_back
from adcompiler.runtime.signals import interp_slope as interp_slope
from adcompiler.runtime.signals import slope_back as slope_back
from adcompiler.runtime.signals import unconvolved as unconvolved
from adcompiler.runtime.steps import checkpointed as checkpointed
from adcompiler.runtime.steps import stretches as stretches

__all__ = [
    "added",
    "after",
    "along_differences",
    "at_rank",
    "basis",
    "before",
    "bessel_i",
    "by_differences",
    "checkpointed",
    "cofactors",
    "columns",
    "convolve_back",
    "copied",
    "cross",
    "digamma",
    "doubled",
    "each",
    "eigenvectors",
    "emptied",
    "ends",
    "examples",
    "fit",
    "for_each",
    "gaps",
    "instance",
    "interp_back",
    "interp_slope",
    "lasting",
    "like",
    "matching",
    "matmul_dx",
    "matmul_dy",
    "on_diagonal",
    "others",
    "over",
    "pad_items",
    "part_size",
    "piece",
    "pieces",
    "placed",
    "plus",
    "polygamma",
    "power_dx",
    "power_dy",
    "principal",
    "put_along",
    "ranked",
    "ranked_back",
    "records",
    "recur",
    "recur_back",
    "repeat",
    "repeated",
    "resized",
    "rows",
    "scatter",
    "segments_back",
    "size",
    "slope_back",
    "softmax",
    "spot",
    "stop_gradient",
    "stretches",
    "tall",
    "together",
    "trigamma",
    "unconvolved",
    "unpadded",
    "unrepeated",
    "unsorted",
    "zeros",
]
