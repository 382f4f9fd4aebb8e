// Every run of the tests meets the same examples.
import fc from 'fast-check';

fc.configureGlobal({ seed: 20260101 });
