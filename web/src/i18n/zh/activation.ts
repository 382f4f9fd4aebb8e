// 激活函数的中文说明。
import type { FamilyText } from '../catalog-text.ts';

export const activation: FamilyText<'activation'> = {
  identity: {
    title: '恒等（线性）',
    summary: '没有激活函数：无论多深，网络始终是线性模型。',
    fields: {},
  },
  sigmoid: {
    title: 'Sigmoid',
    summary: '压缩到 (0, 1)；斜率最大只有 1/4，层数一深梯度就会消失。',
    fields: {},
  },
  tanh: {
    title: 'Tanh（双曲正切）',
    summary: '以零为中心，压缩到 (−1, 1)；在 0 处斜率为 1。',
    fields: {},
  },
  relu: {
    title: 'ReLU',
    summary: '正值原样通过；在 0 及以下斜率为 0，因此单元可能“死亡”。',
    fields: {},
  },
  leaky_relu: {
    title: 'Leaky ReLU',
    summary: '负半轴保留一个小斜率的 ReLU，单元不会死亡。在 0 处斜率取 α。',
    fields: { alpha: '负半轴斜率' },
  },
  prelu: {
    title: 'PReLU',
    summary: '负半轴斜率参与训练的 Leaky ReLU，每层一个。在 0 处斜率取 α。',
    fields: { alpha: '负半轴初始斜率' },
  },
  elu: {
    title: 'ELU',
    summary: '负半轴平滑（α = 1 时），并在 −α 处饱和。',
    fields: { alpha: '负半轴饱和值' },
  },
  selu: {
    title: 'SELU',
    summary: '经过缩放的 ELU，使均值 0、方差 1 成为不动点（配合 LeCun 初始化）。',
    fields: {},
  },
  gelu: { title: 'GELU', summary: 'z 乘以正态分布函数，精确形式（用 erf）。', fields: {} },
  gelu_tanh: {
    title: 'GELU（tanh 近似）',
    summary: '用 tanh 近似的 GELU；误差最大约 5e-4。',
    fields: {},
  },
  silu: {
    title: 'SiLU（Swish）',
    summary: 'z 由它自己的 sigmoid 门控；平滑，负半轴略有下凹。',
    fields: { beta: '门的陡峭程度' },
  },
  mish: { title: 'Mish', summary: '与 SiLU 类似，门为 tanh(softplus(z))。', fields: {} },
  softplus: {
    title: 'Softplus',
    summary: '平滑的 ReLU。超过阈值后直接取 z，与 PyTorch 一致。',
    fields: { beta: '锐度', threshold: 'βz 超过此值后为线性' },
  },
  softsign: {
    title: 'Softsign',
    summary: '像 tanh 一样压缩，但饱和得慢（按多项式）。',
    fields: {},
  },
  hard_tanh: {
    title: 'Hard tanh',
    summary: '两个界限之间为线性，之外为常数；在界限处斜率为 0。',
    fields: { min: '下限', max: '上限' },
  },
  hard_sigmoid: {
    title: 'Hard sigmoid',
    summary: '由直线段组成的 sigmoid。旧版 Keras 用的是 clip(0.2 z + 0.5)。',
    fields: {},
  },
  hard_swish: {
    title: 'Hard swish',
    summary: '由直线段组成的 SiLU；在 −3 处斜率为 0，在 3 处为 1。',
    fields: {},
  },
  relu6: { title: 'ReLU6', summary: '在 6 处饱和的 ReLU；在 0 和 6 处斜率为 0。', fields: {} },
  sin: {
    title: '正弦',
    summary: '周期函数；要训练深层网络，需要专门的初始化。',
    fields: { omega: '角频率' },
  },
  erf: {
    title: 'Erf（误差函数）',
    summary: '误差函数：tanh 的近亲，平均场公式有闭式解。',
    fields: {},
  },
};
