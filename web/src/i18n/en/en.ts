// English: the words that are on the page until another language is loaded, and the type of them all.
import type { Original } from '../translation.ts';
import { text } from './text.ts';

export const en: Original = {
  text,
  proof: async () => (await import('./proof.ts')).proof,
  methods: async () => (await import('./methods.ts')).methods,
  watch: async () => (await import('./watch.ts')).watch,
  share: async () => (await import('./share.ts')).share,
};
