// 关于运行缓慢与引擎没有回应的文字。
import type { WatchText } from '../watch-text.ts';

export const watch: WatchText = {
  slow: '这次运行在这里会很慢。',
  cost: (step, start) => `每一步约需 ${step}，启动约需 ${start}。网络窄一些会更快。`,
  start: '仍然开始',
  narrower: (width) => `改用宽度 ${width}`,
  keep: '保留屏幕上的运行',
  late: '引擎已有数秒没有回应。',
  loading: '它还没有启动：文件来得很慢，或者网络已断开。',
  working: (step) => `它正在计算：这个网络每一步约需 ${step}。`,
  preparing: (start) => `它正在准备这次运行，约需 ${start}。`,
  stuck: (step) => `这个网络每一步约需 ${step}：引擎卡住了、已被终止，或者分不到时间。`,
  choices: '可以等待。打开另一个链接、实验或更改设置，会启动新的引擎。',
  stop: '停止',
  back: '回到上一次运行',
  halted: '引擎已停止。',
  haltedNote: '屏幕上的运行仍可查看，但只能重新开始。',
  again: '重新开始',
};
