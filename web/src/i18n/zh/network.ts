// 初始化、归一化、单元重置的中文说明。
import type { FamilyText } from '../catalog-text.ts';

const he = { mode: '保持前向还是反向的方差', negative_slope: 'ReLU 负半轴斜率' };
const xavier = '对在 0 处斜率为 1 的激活函数，前向与反向的方差都保持不变。';

export const initializer: FamilyText<'initializer'> = {
  xavier_normal: { title: 'Xavier 正态', summary: xavier, fields: { gain: '标准差的倍数' } },
  xavier_uniform: { title: 'Xavier 均匀', summary: xavier, fields: { gain: '标准差的倍数' } },
  he_normal: { title: 'He 正态', summary: 'ReLU 会使方差减半，He 初始化正好补回来。', fields: he },
  he_uniform: { title: 'He 均匀', summary: 'ReLU 会使方差减半，He 初始化正好补回来。', fields: he },
  lecun_normal: {
    title: 'LeCun 正态',
    summary: '保持前向方差；SELU 就是为它设计的。',
    fields: {},
  },
  lecun_uniform: {
    title: 'LeCun 均匀',
    summary: '保持前向方差；SELU 就是为它设计的。',
    fields: {},
  },
  linear_default: {
    title: 'torch.nn.Linear 的默认值',
    summary: '方差是 LeCun 的三分之一；偏置用同样的方式抽取。',
    fields: {},
  },
  normal: {
    title: '正态分布',
    summary: '固定大小的零均值噪声；起决定作用的是大小，而不是零均值。',
    fields: { mean: '均值', std: '标准差' },
  },
  truncated_normal: {
    title: '截断正态分布',
    summary:
      '去掉尾部的正态分布。在 2σ 处截断时标准差为 0.8796σ；Keras 会为此重新缩放，PyTorch 和这里都不会。',
    fields: { mean: '截断前的均值', std: '截断前的标准差', lo: '下限', hi: '上限' },
  },
  uniform: {
    title: '均匀分布',
    summary: '两个界限之间的均匀噪声。',
    fields: { lo: '下限', hi: '上限' },
  },
  orthogonal: {
    title: '正交',
    summary: '只旋转、不拉伸：所有奇异值相等。',
    fields: { gain: '所有奇异值的大小' },
  },
  lsuv: {
    title: 'LSUV（逐层单位方差）',
    summary: '先正交初始化，再从输入端起逐层缩放各隐藏层，使 z 在第一个批次上的方差为 1。',
    fields: { tolerance: '方差与 1 的允许偏差' },
  },
  identity: {
    title: '单位矩阵',
    summary: '复制输入：主对角线为 1，其余为 0。',
    fields: { gain: '对角线上的值' },
  },
  constant: { title: '常数', summary: '所有权重取同一个数。', fields: { value: '每个权重的值' } },
  zeros: { title: '全零', summary: '同一层的单元始终相同：对称性永远不会被打破。', fields: {} },
  article_he_uniform: {
    title: 'He（文章中的界限）',
    summary: '把标准差当作均匀分布的界限：方差只有 He 的三分之一，深层 ReLU 网络的梯度会消失。',
    fields: {},
  },
  article_he: {
    title: 'He（照文章原样）',
    summary: '对负数开平方：所有权重都是 NaN。',
    fields: {},
  },
  article_xavier: {
    title: 'Xavier（照文章原样）',
    summary: '对负数开平方：所有权重都是 NaN。',
    fields: {},
  },
};

const norm = { position: '在激活函数之前还是之后', eps: '加在方差上的小量' };

export const normalization: FamilyText<'normalization'> = {
  none: { title: '无', summary: '不做归一化。', fields: {} },
  batch_norm: {
    title: '批归一化',
    summary:
      '在批次内把每个特征变为均值 0、方差 1。滑动统计量每次吸收新批次的 momentum 份额（PyTorch 的写法；Keras 写作 1 − momentum），并使用无偏方差。',
    fields: { ...norm, momentum: '新批次在滑动统计量中的份额' },
  },
  layer_norm: {
    title: '层归一化',
    summary: '对每个样本，在其全部特征上变为均值 0、方差 1；与批次无关。',
    fields: norm,
  },
};

export const reset: FamilyText<'reset'> = {
  none: { title: '无', summary: '不改动任何单元。', fields: {} },
  redo: {
    title: 'ReDo（唤醒休眠单元）',
    summary:
      '休眠单元获得新的输入权重、零偏置、零输出权重，并清空优化器的记忆。τ = 0 且不用归一化和残差连接时，网络在该批次上的输出不变。',
    fields: { tau: '得分不超过此值即视为休眠', every: '两次重置之间的步数' },
  },
  redraw: {
    title: '重抽饱和单元',
    summary:
      '饱和的 sigmoid 与 tanh 单元获得新的输入权重（缩放到使 u 在该批次上方差为 1）、使其居中的偏置，并清空优化器的记忆。这会改变网络的函数。',
    fields: { tau: '平均斜率不超过最大斜率的此比例即视为饱和', every: '两次重置之间的步数' },
  },
};
