"""The widget: its traits are attributes of ``<grad-scope>``, and what that does becomes traits."""

import re
from html import escape
from pathlib import Path

import anywidget
import traitlets

from .settings import settings

_SCRIPT = Path(__file__).parent / "static" / "standalone.js"

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gradscope</title>
{body}
</html>
"""


def _ascii(script):
    """A script that means the same in every encoding: who shows the page may not say which it is."""
    return re.sub(r"[^\x00-\x7f]", lambda found: _units(found[0]), script)


def _units(character):
    data = character.encode("utf-16-be")
    return "".join(f"\\u{data[i]:02x}{data[i + 1]:02x}" for i in range(0, len(data), 2))


def _entities(text):
    return escape(text).encode("ascii", "xmlcharrefreplace").decode("ascii")


class _Static:
    """HTML that needs neither a kernel nor a widget manager."""

    def __init__(self, html):
        self._html = html

    def _repr_html_(self):
        return self._html


class Gradscope(anywidget.AnyWidget):
    """A scope in the output of a cell.

    What may be set is what the attributes of ``<grad-scope>`` take: ``preset``, ``config`` (a dict or
    settings in the grammar of links), ``compare`` (the same), ``view``, ``panel``, ``lock``, ``goal``,
    ``theme``, ``lang``, ``speed``. ``step``, ``playing`` and ``state`` move the run and follow it;
    ``diagnosis``, ``reached`` and ``rows`` come from it.
    """

    _esm = _SCRIPT

    preset = traitlets.Unicode("").tag(sync=True)
    config = traitlets.Unicode("").tag(sync=True)
    compare = traitlets.Unicode("").tag(sync=True)
    view = traitlets.Unicode("").tag(sync=True)
    panel = traitlets.Unicode("remedies").tag(sync=True)
    lock = traitlets.Unicode("").tag(sync=True)
    goal = traitlets.Unicode("").tag(sync=True)
    theme = traitlets.Unicode("host").tag(sync=True)
    lang = traitlets.Unicode("").tag(sync=True)
    speed = traitlets.Union([traitlets.Float(), traitlets.Unicode()], default_value=150.0).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    diagnosis = traitlets.Dict().tag(sync=True)
    reached = traitlets.Dict().tag(sync=True)
    rows = traitlets.Dict().tag(sync=True)

    def __init__(self, *, config=None, compare=None, **traits):
        super().__init__(config=settings(config), compare=settings(compare), **traits)

    def run(self, steps):
        """Makes so many updates more, without regard to the speed, and pauses there.

        It happens in the browser, once this cell is done: the rows arrive afterwards.
        """
        if isinstance(steps, bool) or not isinstance(steps, int) or not 0 <= steps <= 10_000_000:
            raise ValueError(f"run: steps: expected a whole number from 0 to 10000000, got {steps!r}")
        self.playing = False
        self.step = self.step + steps

    @property
    def history(self):
        """The rows that were measured, at most 500 of them: a DataFrame where pandas is there.

        ``step``, ``loss``, ``accuracy``, ``test_loss``, ``test_accuracy``, and for each layer from 1 on
        ``gradient_norm.N`` and ``delta_rms.N``. What was not measured is NaN, or None without pandas.
        """
        try:
            import pandas
        except ImportError:
            return dict(self.rows)
        return pandas.DataFrame({key: pandas.Series(values, dtype=float) for key, values in self.rows.items()})

    def to_html(self):
        """HTML that needs nothing beside it and no other origin: the script, and the element."""
        script = _ascii(_SCRIPT.read_text(encoding="utf-8").replace("</script", "<\\/script"))
        names = ("preset", "config", "compare", "view", "panel", "lock", "goal", "theme", "lang", "speed")
        given = {name: str(getattr(self, name)) for name in names}
        if "config" in self.state:  # what is on screen by now
            given.update(preset="", config=settings(self.state["config"]), compare="")
        if self.step > 0:
            given["step"] = str(self.step)
        attributes = " ".join(f'{name}="{_entities(value)}"' for name, value in given.items() if value)
        return f'<script type="module">{script}</script>\n<grad-scope {attributes}></grad-scope>'

    def static(self):
        """The same, for the last line of a cell in a notebook that becomes a page."""
        return _Static(self.to_html())

    def save(self, path):
        """Writes a page."""
        Path(path).write_text(_PAGE.format(body=self.to_html()), encoding="utf-8")
