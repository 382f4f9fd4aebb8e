"""The package without a browser. Where anywidget is missing, traitlets stand in for it: what it adds is
the way to a front end, which tests/e2e/standalone.spec.ts has."""

import sys
import tempfile
import types
import unittest
from pathlib import Path

try:
    import anywidget  # noqa: F401
except ImportError:
    import traitlets

    class AnyWidget(traitlets.HasTraits):
        """As far as Gradscope knows it."""

        def __init__(self, **traits):
            super().__init__()
            for name, value in traits.items():
                if not self.has_trait(name):
                    raise TypeError(f"there is no trait {name}")
                setattr(self, name, value)

    sys.modules["anywidget"] = types.ModuleType("anywidget")
    sys.modules["anywidget"].AnyWidget = AnyWidget

from gradscope import Gradscope, settings


class Settings(unittest.TestCase):
    def test_a_dict_becomes_the_text_of_a_link(self):
        config = {
            "depth": 20,
            "activation": {"kind": "leaky_relu", "slope": 0.1},
            "residual": True,
            "update": ["adam", {"kind": "clip_norm", "max": 1.0}],
            "data": {"kind": "moons", "samples": 64},
        }
        self.assertEqual(
            settings(config),
            "depth=20&activation=leaky_relu(slope:0.1)&residual=true"
            "&update=adam,clip_norm(max:1.0)&data=moons(samples:64)",
        )

    def test_a_text_stays_and_nothing_is_nothing(self):
        self.assertEqual(settings("depth=3"), "depth=3")
        self.assertEqual(settings(None), "")
        self.assertEqual(settings({}), "")

    def test_what_cannot_be_written_is_named(self):
        with self.assertRaisesRegex(TypeError, "config: depth: expected a number"):
            settings({"depth": object()})
        with self.assertRaisesRegex(ValueError, 'config: data: expected an entry "kind"'):
            settings({"data": {"samples": 3}})
        with self.assertRaisesRegex(TypeError, "config: expected a dict or a text"):
            settings(5)


class Widget(unittest.TestCase):
    def test_traits_are_what_was_given(self):
        scope = Gradscope(preset="vanishing", config={"depth": 20}, compare="activation=tanh", speed="max")
        self.assertEqual((scope.preset, scope.config), ("vanishing", "depth=20"))
        self.assertEqual((scope.compare, scope.speed), ("activation=tanh", "max"))

    def test_run_moves_the_step(self):
        scope = Gradscope()
        scope.playing = True
        scope.step = 7
        scope.run(500)
        self.assertEqual((scope.step, scope.playing), (507, False))
        for wrong in (-1, 1.5, "5", True, 10_000_001):
            with self.assertRaisesRegex(ValueError, "run: steps: expected a whole number"):
                scope.run(wrong)

    def test_history_has_what_arrived(self):
        scope = Gradscope()
        scope.rows = {"step": [0, 1], "loss": [0.7, None], "gradient_norm.1": [1e-7, 2e-7]}
        history = scope.history
        try:
            import pandas
        except ImportError:
            self.assertEqual(history, scope.rows)
        else:
            self.assertIsInstance(history, pandas.DataFrame)
            self.assertEqual(list(history.columns), list(scope.rows))
            self.assertTrue(history["loss"].isna()[1])

    def test_a_saved_page_needs_nothing_beside_it(self):
        scope = Gradscope(preset="vanishing", goal="accuracy>0.9")
        scope.step = 12
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.html"
            scope.save(path)
            page = path.read_text(encoding="utf-8")
        self.assertIn('<grad-scope preset="vanishing"', page)
        self.assertIn('goal="accuracy&gt;0.9"', page)
        self.assertIn('step="12"', page)
        self.assertEqual(page.count("</script"), 1)
        self.assertTrue(page.isascii())  # whatever encoding it is taken for
        self.assertNotIn(' src="', page[: page.index("<grad-scope")][:400])
        self.assertEqual(scope.static()._repr_html_(), scope.to_html())
        scope.state = {"v": 1, "config": {"activation": {"kind": "relu"}}}
        self.assertIn('<grad-scope config="activation=relu"', scope.to_html())


if __name__ == "__main__":
    unittest.main()
