// What a request can reject with.
import type { ConfigError } from './answers.ts';

/** A config that the engine does not accept, with all its faults. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';

  constructor(readonly errors: readonly ConfigError[]) {
    super(errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
}

/** The engine could not be reached or could not do what was asked. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
}

/** The run of a request is over: another one has taken its place, or the engine was let go. */
export class Superseded extends Error {
  override readonly name = 'Superseded';

  constructor() {
    super('the run is over');
  }
}
