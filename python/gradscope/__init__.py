"""An oscilloscope for gradients, as a widget for notebooks."""

from .settings import settings
from .widget import Gradscope

__all__ = ["Gradscope", "settings"]
__version__ = "0.1.0"
