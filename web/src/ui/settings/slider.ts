// From a number to the place of a slider's knob and back. Logarithmic ranges are shown around their
// default; the exact field beside the slider takes everything that is allowed.
import type { Field } from '../../config/types.ts';

/** Places of a knob, from 0 to here. */
export const KNOB = 1000;

/** How far a logarithmic slider reaches from the default, as a factor. */
const REACH = 1000;

export interface Slider {
  /** The knob of a value, from 0 to `last`. */
  readonly place: (value: number) => number;
  readonly value: (place: number) => number;
  readonly last: number;
}

/** Linear ranges wider than this have no slider: a knob would jump over what is meant. */
const WIDEST = 20_000;

/** The slider of a number, if one makes sense. */
export function sliderOf(field: Field): Slider | undefined {
  const { min = 0, max = 1 } = field;
  if (field.log !== true && max - min > WIDEST) return undefined;
  if (field.log === true) return logarithmicSlider(field, min, max);
  if (field.type === 'integer' && max - min <= KNOB) {
    return { place: (value) => value - min, value: (place) => min + place, last: max - min };
  }
  const tidy = (value: number) => Math.max(min, Math.min(max, Number(value.toPrecision(4))));
  return {
    place: (value) => ((value - min) / (max - min)) * KNOB,
    value: (place) => {
      const value = tidy(min + ((max - min) * place) / KNOB);
      return field.type === 'integer' ? Math.round(value) : value;
    },
    last: KNOB,
  };
}

/** If 0 is allowed it has the first place to itself. */
function logarithmicSlider(field: Field, min: number, max: number): Slider {
  const whole = field.type === 'integer';
  const usual = typeof field.default === 'number' && field.default > 0 ? field.default : 0.001;
  const centre = whole ? Math.max(1, usual) : usual;
  const lo = Math.max(min, centre / REACH, whole ? 1 : 0);
  const hi = Math.min(max, centre * REACH);
  const [first, span] = [Math.log10(lo), Math.log10(hi / lo)];
  const zero = min === 0 ? 1 : 0;
  const places = KNOB - zero;
  return {
    place: (value) => {
      if (value < lo) return 0;
      return zero + Math.min(1, (Math.log10(value) - first) / span) * places;
    },
    value: (place) => {
      if (zero === 1 && place < 1) return 0;
      const value = 10 ** (first + (span * (place - zero)) / places);
      const rounded = Number(value.toPrecision(2));
      const tidy = whole ? Math.round(value < 100 ? value : rounded) : rounded;
      return Math.max(lo, Math.min(hi, tidy));
    },
    last: KNOB,
  };
}
