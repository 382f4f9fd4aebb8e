// 中文：页面文字、方法与设置的说明，以及按需加载的部分。
import type { Translation } from '../translation.ts';
import { catalog } from './catalog.ts';
import { text } from './text.ts';

export const zh: Translation = {
  text,
  catalog,
  proof: async () => (await import('./proof.ts')).proof,
  methods: async () => (await import('./methods.ts')).methods,
  watch: async () => (await import('./watch.ts')).watch,
  share: async () => (await import('./share.ts')).share,
};
