// The shape of the words about runs that are slow and engines that do not answer, which each language
// loads when they are needed.

export interface WatchText {
  /** Before a slow run starts; times are written already. */
  readonly slow: string;
  readonly cost: (step: string, start: string) => string;
  readonly start: string;
  readonly narrower: (width: string) => string;
  readonly keep: string;
  /** The engine has owed an answer for seconds. */
  readonly late: string;
  /** It has not come yet. */
  readonly loading: string;
  /** It is at work, and that takes long. */
  readonly working: (step: string) => string;
  readonly preparing: (start: string) => string;
  /** It should have answered long ago. */
  readonly stuck: (step: string) => string;
  readonly choices: string;
  readonly stop: string;
  readonly back: string;
  readonly halted: string;
  readonly haltedNote: string;
  readonly again: string;
}
