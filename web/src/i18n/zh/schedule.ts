// 学习率策略的中文说明。
import type { FamilyText } from '../catalog-text.ts';

export const schedule: FamilyText<'schedule'> = {
  constant: { title: '固定学习率', summary: '每一步的学习率都相同。', fields: {} },
  exponential: {
    title: '指数衰减',
    summary: '每一步乘以 γ。',
    fields: { gamma: '每步的系数' },
  },
  step: {
    title: '阶梯衰减',
    summary: '每 s 步乘以一次 γ。',
    fields: { step_size: '两次下降之间的步数', gamma: '每次下降的系数' },
  },
  inverse_sqrt: { title: '平方根倒数衰减', summary: '在线梯度下降的学习率。', fields: {} },
  multistep: {
    title: '多阶梯衰减',
    summary: '在每个里程碑处乘以 γ。',
    fields: { milestones: '下降的步数', gamma: '每次下降的系数' },
  },
  exponential_continuous: {
    title: '以 s 步为周期的指数衰减',
    summary: '每 s 步降到原来的 r 倍，可平滑也可呈阶梯状。',
    fields: { rate: 's 步之后剩余的比例', decay_steps: '步数 s', staircase: '阶梯式而非平滑' },
  },
  inverse_time: {
    title: '时间倒数衰减',
    summary: 't 较大时按 1/t 下降。',
    fields: { decay: '衰减 d', decay_steps: '步数 s' },
  },
  polynomial: {
    title: '多项式衰减',
    summary: '在第 T 步降到 0 并保持；p = 1 时为线性。',
    fields: { total_steps: '降到 0 的步数 T', power: '指数 p' },
  },
  cosine: {
    title: '余弦退火',
    summary: '沿半个余弦在第 T 步降到 lr_min。T 之后会像 PyTorch 一样回升；Keras 则停在最小值。',
    fields: { t_max: '到最小值的步数 T', lr_min: '最低学习率' },
  },
  cosine_restarts: {
    title: '热重启',
    summary: '会跳回起点的余弦退火；SGDR。',
    fields: { t_0: '第一个周期的步数', t_mult: '周期逐次变长的倍数', lr_min: '最低学习率' },
  },
  one_cycle: {
    title: '单周期（One cycle）',
    summary:
      '先升，再降得很低；不使用基础学习率。cycle_momentum 让动量（或 beta1）反向变化；PyTorch 默认如此。',
    fields: {
      max_lr: '最高学习率',
      total_steps: '周期的步数',
      pct_start: '上升阶段所占比例',
      anneal: '升降的形状',
      div_factor: '最高学习率与起始学习率之比',
      final_div_factor: '起始学习率与最终学习率之比',
      three_phase: '先降到起始值，再降到最终值',
      cycle_momentum: '动量反向变化',
      base_momentum: '最低动量',
      max_momentum: '最高动量',
    },
  },
  cyclic: {
    title: '循环学习率',
    summary: '在两个学习率之间走三角波：幅度不变、每周期减半，或按 γ^t 缩小；不使用基础学习率。',
    fields: {
      base_lr: '最低学习率',
      max_lr: '最高学习率',
      step_up: '上升步数',
      step_down: '下降步数',
      mode: '峰值如何变化',
      gamma: 'exp_range 的收缩系数',
    },
  },
  linear: {
    title: '线性',
    summary: '在基础学习率的两个倍数之间沿直线变化，之后保持不变。',
    fields: { start_factor: '第 0 步的倍数', end_factor: '第 T 步起的倍数', total_steps: '步数 T' },
  },
  range_test: {
    title: '学习率范围测试',
    summary: '按几何级数提高学习率：看损失在哪里下降最快、在哪里回升。不使用基础学习率。',
    fields: { lr_min: '起始学习率', lr_max: '第 T 步的学习率', total_steps: '步数 T' },
  },
  plateau: {
    title: '停滞时降低学习率',
    summary: '损失连续 patience 步没有改善就乘以 f：文章 001 中由损失驱动的衰减本意如此。',
    fields: {
      mode: '指标越小越好还是越大越好',
      factor: '每次下降的系数 f',
      patience: '容忍多少步没有进展',
      threshold: '算作进展的最小改善',
      threshold_mode: '相对还是绝对阈值',
      cooldown: '下降后休息的步数',
      lr_min: '最低学习率',
      eps: '小于此值的学习率变化被忽略',
    },
  },
  article_exponential: {
    title: '指数衰减（照文章原样）',
    summary: '按 e^(−rt) 衰减：“衰减步长” s 几乎不起作用，而且方向相反。',
    fields: { rate: '衰减率 r', decay_steps: '衰减步长 s' },
  },
  article_step_decay: {
    title: '阶梯衰减（照文章原样）',
    summary:
      '永远不为正：若 L_min 是迄今最小损失（least = 0），学习率永远为 0；若已知更小的最小值，则变成梯度上升。',
    fields: { least: '已知的最小损失；0：迄今最小' },
  },
};
