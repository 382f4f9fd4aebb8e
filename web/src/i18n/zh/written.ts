// 构建时写入页面的中文文字。
import type { WrittenText } from '../en/written.ts';

export const written: WrittenText = {
  start:
    'Gradscope 尚未启动。浏览器只从网页服务器（npm start）加载它的模块，不从文件加载；' +
    '沙盒框架须有 allow-same-origin 或 Access-Control-Allow-Origin；' +
    'JavaScript 须已开启且未被拦截。然后请重新加载页面。',
};
