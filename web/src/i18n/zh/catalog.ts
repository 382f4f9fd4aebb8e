// Everything the engine's registry names, in Chinese. Terms follow the articles.
import type { CatalogText } from '../catalog-text.ts';
import { activation } from './activation.ts';
import { data } from './data.ts';
import { loss } from './loss.ts';
import { initializer, normalization, reset } from './network.ts';
import { schedule } from './schedule.ts';
import { transform } from './transform.ts';

export const catalog: CatalogText = {
  families: { data, activation, initializer, normalization, loss, transform, schedule, reset },
  config: {
    seed: '随机数种子',
    precision: '数值类型',
    data: '数据集',
    test_fraction: '留作测试的数据比例',
    batch: '每步样本数；0：全部',
    order: '样本顺序',
    depth: '隐藏层数',
    width: '每个隐藏层的单元数',
    activation: '隐藏层的激活函数',
    activations: '各隐藏层的激活函数（若不相同）',
    output_activation: '输出层的激活函数',
    init: '初始权重',
    bias: '偏置',
    bias_std: '初始偏置的标准差',
    normalization: '隐藏层的归一化',
    residual: '残差连接，y = x + f(x)',
    dropout: '单元被丢弃的概率',
    loss: '损失函数；留空：与数据相配',
    l1: '权重的 L1 惩罚',
    l2: '权重的 L2 惩罚',
    update: '优化器与裁剪，按顺序；留空：普通梯度下降',
    learning_rate: '学习率',
    schedule: '学习率策略',
    warmup_steps: '策略之前线性预热的步数',
    warmup_start: '预热第 0 步占学习率的比例',
    reset: '重置停止学习的单元',
    test_every: '两次测试集评估之间的步数；0：从不',
    specimens: '允许使用文章中印错的公式',
  },
  words: {
    float32: '单精度 float32',
    float64: '双精度 float64',
    shuffled: '打乱',
    sequential: '按顺序',
    fan_in: '前向（fan_in）',
    fan_out: '反向（fan_out）',
    pre: '之前',
    post: '之后',
    '1': '1-范数',
    '2': '2-范数',
    inf: '最大值范数',
    rows_over_cols: '行 / 列',
    match_rms: '匹配均方根',
    none: '无',
    cos: '余弦',
    linear: '直线',
    triangular: '三角波',
    triangular2: '三角波，每周期减半',
    exp_range: '指数收缩',
    min: '越小越好',
    max: '越大越好',
    rel: '相对',
    abs: '绝对',
  },
  stepColumns: {
    step: '步',
    loss: '批次损失（含惩罚项）',
    accuracy: '批次中分类正确的比例',
    test_loss: '测试集损失',
    test_accuracy: '测试集中分类正确的比例',
    learning_rate: '该步的学习率',
    gradient_norm: '全部参数梯度的范数',
    clipped_norm: '最后一次裁剪之后的范数',
  },
  layerColumns: {
    gradient_norm: 'dL/dW 的范数',
    delta_rms: 'δ = dL/dz 的均方根',
    activation_rms: '激活值的均方根',
    update_ratio: '更新量与权重的范数之比',
    saturated: '饱和单元的比例',
    dead: '死亡单元的比例',
    weight_rms: '权重的均方根',
  },
  verdicts: {
    healthy: '每一层都得到可用的梯度。',
    vanishing: '梯度越靠近输入越小。',
    exploding: '梯度过大，或越靠近输入越大。',
    starved: '所有层都几乎得不到梯度，程度相同。',
    saturated: '某一层的多数单元处在激活函数的平坦区。',
    dead: '某一层的多数单元对任何样本都不传递梯度。',
    diverged: '出现了非有限的数，或损失已经失控。',
  },
  thresholds: {
    vanishing_ratio: '第一层与最后一层之比（δ 或 dL/dW），低于此值为消失',
    exploding_ratio: '第一层与最后一层的 δ 之比，高于此值为爆炸',
    exploding_norm: '任一层 dL/dW 的范数，高于此值为爆炸',
    starved_norm: '各层 dL/dW 的范数都低于此值为饥饿',
    saturated_share: '一层中饱和单元的比例',
    dead_share: '一层中死亡单元的比例',
    diverged_loss: '损失与初始损失之比，高于此值为失控',
    learned_loss: '损失与初始损失之比，低于此值时小梯度意味着学成',
  },
  presets: {
    vanishing: { title: '梯度消失', summary: '十个 sigmoid 层：第一层只得到百万分之一的梯度。' },
    exploding: { title: '梯度爆炸', summary: '十个 ReLU 层，权重大了一倍。' },
    starved: { title: '梯度饥饿', summary: '极小的权重加 tanh：每层同样几乎一无所得。' },
    healthy: { title: '健康', summary: '同样的深度，换成 tanh 与 Xavier。' },
    digits: { title: '手写数字', summary: '真实的手写数字，五个 tanh 层。' },
    article_003_line: {
      title: '文章 003：直线',
      summary: '在 X = 1..4 上做批量梯度下降，收敛到 θ = 1。',
    },
    article_001_adam: {
      title: '文章 001：Adam',
      summary: '一个权重，用正确的 Adam 拟合。',
    },
    article_001_adam_bias: {
      title: '文章 001：Adam，带偏置',
      summary: '同上，加上数据所需要的偏置。',
    },
    article_001_rmsprop: {
      title: '文章 001：RMSprop',
      summary: '一个权重，用 RMSprop 拟合，ε 在根号内。',
    },
    article_001_rmsprop_bias: {
      title: '文章 001：RMSprop，带偏置',
      summary: '同上，加上数据所需要的偏置。',
    },
    article_002_dense: {
      title: '文章 002：Dense 10-10-1',
      summary: '两个 ReLU 层加 sigmoid 输出，数据是噪声。',
    },
    article_004_dense: {
      title: '文章 004：Dense 10-1',
      summary: 'RMSprop 训练 100 轮：拟合的是噪声。',
    },
    printed_adam: {
      title: 'Adam 公式',
      summary: '没有学习率，也没有开方：照文章 001 的公式，参数一去不回。',
    },
    printed_adam_code: {
      title: 'Adam 代码',
      summary: '文章 001 的代码从不保存 m 和 v：每一步都一样大。',
    },
    printed_rmsprop: {
      title: 'RMSprop 代码',
      summary: '文章 001 的代码什么也不保存：只跟随梯度的符号。',
    },
    printed_ascent: {
      title: '朝梯度方向走',
      summary: '文章 001 与 003 的正负号：每一步都在上坡。',
    },
    printed_constant: {
      title: '把梯度设为常数',
      summary: '文章 004 对小梯度的“重置”与损失无关：永远停不下来。',
    },
    printed_clip: {
      title: '裁剪到反方向',
      summary: '文章 002 把过大的梯度掉了个头：权重往上坡走。',
    },
    printed_he_limit: {
      title: 'He 的上下限',
      summary: '文章 002 把标准差当成了上下限：三十层的网络归于沉寂。',
    },
    printed_he: {
      title: 'He 公式',
      summary: '文章 002 对负数开方：权重全是 NaN。',
    },
    printed_xavier: {
      title: 'Xavier 公式',
      summary: '文章 002 对负数开方：权重全是 NaN。',
    },
    printed_loss: {
      title: '不看标签的损失',
      summary: '文章 002 的损失在下降，却什么也没学到：它从不过问答案。',
    },
    printed_exponential: {
      title: '指数衰减',
      summary: '文章 001 中衰减步数几乎不起作用，五十步后学习率就没有了。',
    },
    printed_step_decay: {
      title: '阶梯衰减',
      summary: '文章 001 的学习率从不为正：不是 0，就是上坡。',
    },
  },
};
