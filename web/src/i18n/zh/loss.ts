// 损失函数的中文说明。
import type { FamilyText } from '../catalog-text.ts';

export const loss: FamilyText<'loss'> = {
  mse: { title: '均方误差', summary: '对样本和输出取平均，与 torch.nn.MSELoss 相同。', fields: {} },
  half_mse: {
    title: '半均方误差',
    summary: '文章中的 1/(2n) 形式：梯度里没有系数 2。',
    fields: {},
  },
  mse_batch: { title: '每样本平方误差', summary: '对输出求和，对样本取平均。', fields: {} },
  mae: {
    title: '平均绝对误差',
    summary: '对离群点稳健；梯度只有符号，恰好相等时为 0。',
    fields: {},
  },
  huber: {
    title: 'Huber 损失',
    summary: '0 附近为平方，超过 δ 后为绝对值：梯度始终有界。',
    fields: { delta: '转为线性的位置' },
  },
  smooth_l1: {
    title: '平滑 L1',
    summary: 'Huber 损失除以其阈值：无论 β 多大，远处斜率都是 1。',
    fields: { beta: '转为线性的位置' },
  },
  bce_logits: {
    title: '二元交叉熵（logits）',
    summary: '输出是 logit；对任何 logit 都不会溢出。',
    fields: { pos_weight: '类别 1 的权重' },
  },
  bce: {
    title: '二元交叉熵（概率）',
    summary:
      '用于 sigmoid 输出。与 PyTorch 相同：对数截止于 −100，梯度中的 y(1−y) 截止于 1e-12；Keras 则把 y 裁剪到 1e-7。',
    fields: {},
  },
  cross_entropy: {
    title: 'Softmax 交叉熵',
    summary: '用于多分类。标签平滑为 s 时，q = (1−s)·独热 + s/C。',
    fields: { label_smoothing: '分给所有类别的份额' },
  },
  hinge: {
    title: '合页损失',
    summary: '目标为 −1 与 +1；满足间隔之后就没有可学的了。',
    fields: { margin: '间隔' },
  },
  squared_hinge: {
    title: '平方合页损失',
    summary: '梯度随违反程度增大的合页损失。',
    fields: { margin: '间隔' },
  },
  article_log1p_sigmoid: {
    title: '文章中的损失',
    summary: '没有用到标签：把所有输出往下推就能使它最小。',
    fields: {},
  },
};
