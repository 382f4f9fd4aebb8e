// The shape of the words of the dialog that shares a run, which each language loads when it opens.

export interface ShareText {
  readonly title: string;
  readonly tabs: {
    readonly link: string;
    readonly html: string;
    readonly frame: string;
    readonly myst: string;
    readonly jupyter: string;
    readonly markdown: string;
    readonly picture: string;
  };
  /** What each is for. */
  readonly about: Readonly<Record<keyof ShareText['tabs'], string>>;
  readonly panel: string;
  readonly panels: {
    readonly full: string;
    readonly remedies: string;
    readonly transport: string;
    readonly none: string;
  };
  readonly view: string;
  readonly all: string;
  readonly theme: string;
  readonly step: (step: string) => string;
  readonly lock: string;
  readonly locks: {
    readonly settings: string;
    readonly remedies: string;
    readonly presets: string;
    readonly speed: string;
    readonly seed: string;
  };
  readonly goal: string;
  readonly goalHelp: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly preview: string;
  readonly save: string;
  readonly kind: string;
  readonly close: string;
}
