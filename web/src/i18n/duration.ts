// Times for people, in the language that a tag names. Apart from format.ts: few pages need it.

/** A time in the largest unit that it fills: "3 seconds", "0.4 seconds", "2 minutes". */
export function duration(seconds: number, lang: string): string {
  const minutes = seconds >= 90;
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: minutes ? 'minute' : 'second',
    unitDisplay: 'long',
    maximumSignificantDigits: seconds < 10 ? 1 : 2,
  }).format(minutes ? seconds / 60 : seconds);
}
