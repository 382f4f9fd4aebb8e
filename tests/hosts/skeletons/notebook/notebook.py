"""A notebook whose only cell is the recipe, with the output that it has, for nbconvert. Where anywidget is
missing, traitlets stand in for it."""

import sys
import types

import nbformat.v4 as nb

try:
    import anywidget  # noqa: F401
except ImportError:
    import traitlets

    class AnyWidget(traitlets.HasTraits):
        def __init__(self, **traits):
            super().__init__()
            for name, value in traits.items():
                setattr(self, name, value)

    sys.modules["anywidget"] = types.ModuleType("anywidget")
    sys.modules["anywidget"].AnyWidget = AnyWidget

*lines, last = open("cell.py", encoding="utf-8").read().strip().splitlines()
names = {}
exec("\n".join(lines), names)
html = eval(last, names)._repr_html_()
output = nb.new_output("display_data", {"text/html": html})
cell = nb.new_code_cell("\n".join([*lines, last]), outputs=[output])
with open("index.ipynb", "w", encoding="utf-8") as file:
    file.write(nb.writes(nb.new_notebook(cells=[cell])))
