// The words of the theory and of the gradient check, in both languages; loaded when one of them is asked
// for.
import type { Lang } from './format.ts';

/** Why mean-field theory says nothing about a run. */
export type NoTheory = 'trained' | 'normalization' | 'residual' | 'dropout' | 'init';
export type Agreement = 'right' | 'unclear' | 'wrong' | 'not_finite';

export interface ProofText {
  readonly theory: (numbers: { chi: string; sigma: string; critical: string }) => string;
  readonly shallow: string;
  readonly none: string;
  readonly reasons: Record<NoTheory, string>;
  readonly title: string;
  readonly intro: string;
  readonly waiting: string;
  readonly chart: string;
  readonly layer: string;
  readonly entries: string;
  readonly step: string;
  readonly error: string;
  readonly kinks: string;
  readonly result: string;
  readonly agreement: Record<Agreement, string>;
  readonly of: (looked: string, all: string) => string;
  readonly at: (step: string) => string;
  readonly verdict: (right: number, unclear: number, wrong: number, infinite: number) => string;
}

const en: ProofText = {
  theory: ({ chi, sigma, critical }) =>
    `Theory for wide random networks, before training: each layer back multiplies the mean square of delta by χ₁ = ${chi}. Weights have σ_w = ${sigma}; χ₁ is 1 at ${critical}. Nine of ten random draws fall into the band.`,
  shallow:
    'Theory for wide random networks, before training: nine of ten draws fall into the band.',
  none: 'No theory for this run: ',
  reasons: {
    trained: 'its weights are no longer random.',
    normalization: 'it normalises its layers.',
    residual: 'it has skip connections.',
    dropout: 'it drops units.',
    init: 'its weights are not noise of mean 0.',
  },
  title: 'Is the gradient right?',
  intro:
    'Backpropagation a against the central difference n = (L(w + h) − L(w − h)) / 2h, in double precision, at the present weights and on the next batch. Large h: the loss is no straight line. Small h: rounding. In between the error |a − n| / (|a| + |n|) has to dip: a V for every layer.',
  waiting: 'Checking in double precision …',
  chart: 'Relative error over h, one line per layer',
  layer: 'Layer',
  entries: 'Weights looked at',
  step: 'Best h',
  error: 'Relative error',
  kinks: 'Kinks',
  result: 'Result',
  agreement: {
    right: 'right',
    unclear: 'too small to tell',
    wrong: 'WRONG',
    not_finite: 'not finite',
  },
  of: (looked, all) => `${looked} of ${all}`,
  at: (step) =>
    `Checked at step ${step}. Entries with a kink between w − h and w + h (as ReLU has at 0) are left out: there is no derivative.`,
  verdict: (right, unclear, wrong, infinite) =>
    wrong > 0
      ? `${wrong} layers disagree.`
      : infinite > 0
        ? `In ${infinite} layers the loss or the gradient is not finite: there is nothing to compare.`
        : unclear > 0
          ? `${right} layers agree; in ${unclear} the gradient is too small for a difference of losses to see.`
          : 'Backpropagation and differences agree in every layer.',
};

const zh: ProofText = {
  theory: ({ chi, sigma, critical }) =>
    `宽随机网络的理论（训练之前）：每往回一层，δ 的均方乘以 χ₁ = ${chi}。权重的 σ_w = ${sigma}，当它等于 ${critical} 时 χ₁ 为 1。十次随机初始化中有九次落在带内。`,
  shallow: '宽随机网络的理论（训练之前）：十次随机初始化中有九次落在带内。',
  none: '这次运行没有理论预测：',
  reasons: {
    trained: '权重已不再是随机的。',
    normalization: '各层做了归一化。',
    residual: '有残差连接。',
    dropout: '有单元被丢弃。',
    init: '权重不是均值为 0 的噪声。',
  },
  title: '梯度算对了吗？',
  intro:
    '在当前权重和下一个批次上，用双精度把反向传播的结果 a 与中心差分 n = (L(w + h) − L(w − h)) / 2h 相比。h 太大：损失不是直线；h 太小：舍入误差。两者之间，误差 |a − n| / (|a| + |n|) 应当下陷：每层一条 V 形曲线。',
  waiting: '正在用双精度检验……',
  chart: '相对误差随 h 的变化，每层一条曲线',
  layer: '层',
  entries: '检验的权重',
  step: '最佳 h',
  error: '相对误差',
  kinks: '拐点',
  result: '结果',
  agreement: { right: '正确', unclear: '太小，无法判断', wrong: '错误', not_finite: '非有限' },
  of: (looked, all) => `${looked} / ${all}`,
  at: (step) =>
    `在第 ${step} 步检验。若 w − h 与 w + h 之间有拐点（如 ReLU 在 0 处），导数不存在，该权重不计入。`,
  verdict: (right, unclear, wrong, infinite) =>
    wrong > 0
      ? `有 ${wrong} 层不一致。`
      : infinite > 0
        ? `有 ${infinite} 层的损失或梯度不是有限的数，无从比较。`
        : unclear > 0
          ? `${right} 层一致；另有 ${unclear} 层的梯度太小，损失的差分看不见它。`
          : '反向传播与差分在每一层都一致。',
};

const texts: Record<Lang, ProofText> = { en, zh };

export const proofText = (lang: Lang): ProofText => texts[lang];
