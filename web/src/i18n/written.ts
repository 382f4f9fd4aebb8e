// The words of written pages in every language. They reach a browser as HTML, never as a script.
import { written as en, type WrittenText } from './en/written.ts';
import type { Lang } from './languages.ts';
import { written as zh } from './zh/written.ts';

export type { WrittenText };

export const written: Readonly<Record<Lang, WrittenText>> = { en, zh };
