// What Vue and Svelte are told of <grad-scope>.
import type {} from 'gradscope/svelte';
import type {} from 'gradscope/vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

export const svelte: SvelteHTMLElements['grad-scope'] = { preset: 'vanishing', 'max-steps': 500 };
export type Vue = GlobalComponents['grad-scope'];
// @ts-expect-error there is no such attribute
export const wrong: SvelteHTMLElements['grad-scope'] = { preset: 5 };
