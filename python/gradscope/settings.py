"""Settings of a run as the text that links hold: ``depth=5&activation=leaky_relu(slope:0.1)``."""

from collections.abc import Mapping


def _value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        rest = {key: inner for key, inner in value.items() if key != "kind"}
        if "kind" not in value:
            raise ValueError(f'expected an entry "kind", got {dict(value)!r}')
        inside = ";".join(f"{key}:{_value(inner)}" for key, inner in rest.items())
        return f"{value['kind']}({inside})" if inside else str(value["kind"])
    if isinstance(value, (list, tuple)):
        return ",".join(_value(item) for item in value)
    if isinstance(value, (int, float, str)):
        return str(value)
    raise TypeError(f"expected a number, a text, a list or a dict, got {value!r}")


def settings(config):
    """The text of a config. A text stays as it is; ``None`` is no setting at all.

    Raises TypeError or ValueError with the name of a setting whose value cannot be written.
    """
    if config is None or isinstance(config, str):
        return config or ""
    if not isinstance(config, Mapping):
        raise TypeError(f"config: expected a dict or a text, got {config!r}")
    parts = []
    for key, value in config.items():
        try:
            parts.append(f"{key}={_value(value)}")
        except (TypeError, ValueError) as error:
            raise type(error)(f"config: {key}: {error}") from None
    return "&".join(parts)
