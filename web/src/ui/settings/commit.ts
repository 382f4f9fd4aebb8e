// What settings and buttons send up when a person has changed a run.
import type { Config } from '../../config/types.ts';

/** A person has changed a setting. */
export class CommitEvent extends Event {
  static readonly type = 'gs-commit';
  readonly config: Config;

  constructor(config: Config) {
    super(CommitEvent.type, { bubbles: true });
    this.config = config;
  }
}
