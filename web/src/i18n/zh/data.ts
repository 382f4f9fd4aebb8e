// 数据集的中文说明。
import type { FamilyText } from '../catalog-text.ts';

const cloud = { samples: '样本数', noise: '噪声标准差' };

export const data: FamilyText<'data'> = {
  moons: { title: '双月', summary: '两个交错的半圆。', fields: cloud },
  circles: { title: '圆环', summary: '一个圆环围着一个圆盘。', fields: cloud },
  xor: { title: '异或', summary: '相对的两个象限属于同一类。', fields: cloud },
  spiral: {
    title: '螺旋',
    summary: '两条互相缠绕的旋臂。',
    fields: { ...cloud, turns: '每条旋臂的圈数' },
  },
  gaussians: {
    title: '高斯团',
    summary: '两个圆形点团：一个线性问题。',
    fields: { samples: '样本数', noise: '点团的标准差' },
  },
  sine: {
    title: '正弦波',
    summary: '对正弦曲线做回归。',
    fields: { ...cloud, periods: '周期数 p' },
  },
  digits: {
    title: '手写数字',
    summary: '1,797 张真实手写数字，8×8 像素，共十类。',
    fields: { samples: '样本数' },
  },
  article_proportional: {
    title: '文章 003：y = x',
    summary: 'X = 1, 2, 3, 4，y = X：批量梯度下降收敛到 θ = 1。',
    fields: {},
  },
  article_line: {
    title: '文章 001：y = 2x + 1',
    summary: '五个带噪声的点。不带偏置拟合时，最优权重是 2.29，而不是 2。',
    fields: {},
  },
  article_noise: {
    title: '文章 002 与 004：噪声',
    summary: '十个随机输入和一个随机答案：除了噪声，没有什么可学的。',
    fields: { samples: '样本数', labels: '用两个类别代替数值' },
  },
  bowl: {
    title: '碗形',
    summary: '只有一个样本，x = 1、y = 0：用 half_mse 和一个权重时，损失就是 w²/2。',
    fields: {},
  },
};
