// 方法页自己的文字；只在构建时使用。
import type { MethodsText } from '../en/methods.ts';

export const methods: MethodsText = {
  title: '全部方法',
  intro: 'Gradscope 能用来训练的一切，由它的引擎自己说明：公式、参数及其默认值与范围、出处。',
  parameter: '参数',
  default: '默认值',
  range: '范围',
  source: '出处',
  threshold: '两类以输出为界：',
  agreements: '梯度检验的结果',
  noTheory: '何时没有理论预测',
  remedies: '补救办法',
  specimensNote:
    '照四篇文章印出的公式。它们是错的，特意保留，供人观察如何失败；使用前须打开“specimens”开关。',
  none: '无',
};
