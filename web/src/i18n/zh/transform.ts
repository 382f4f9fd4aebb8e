// 优化器、梯度裁剪与权重衰减的中文说明。
import type { FamilyText } from '../catalog-text.ts';

const adam = {
  beta1: '均值保留的份额',
  beta2: '平方均值保留的份额',
  eps: '加在根号上的小量，限制最大步长',
};
const clip = {
  max_norm: '最大范数',
  norm_type: '哪一种范数',
  eps: '加在范数上的小量（PyTorch 1e-6，TensorFlow 0）',
};

export const transform: FamilyText<'transform'> = {
  momentum: {
    title: '动量',
    summary: '梯度的滑动累加，不含学习率（PyTorch 的写法）。第一步直接取 g，不做阻尼。',
    fields: { decay: '保留的份额 μ', dampening: '舍去的梯度份额 d', nesterov: '前瞻（Nesterov）' },
  },
  momentum_classic: {
    title: '动量（速度形式）',
    summary: '速度里含有学习率，因此学习率的变化会慢慢生效。学习率不变时与“动量”相同。',
    fields: { decay: '保留的份额 μ', nesterov: '前瞻（Nesterov）' },
  },
  rmsprop: {
    title: 'RMSprop',
    summary:
      '除以滑动均方根。ε 可以像 PyTorch 那样放在根号外，也可以像 Keras 和文章那样放在根号内。它能放大消失的梯度，但不能复活为零的梯度。',
    fields: {
      alpha: '保留的历史份额（Keras：rho）',
      eps: '限制最大步长',
      eps_inside: 'ε 放在根号内',
      centered: '减去均值的平方',
      momentum: '对缩放后的梯度使用动量',
    },
  },
  adam: {
    title: 'Adam',
    summary:
      '动量除以均方根，两者都校正了从 0 开始的偏差；无论梯度多大，第一步的大小都等于学习率。eps_hat 像 TensorFlow 那样在校正之前加 ε。',
    fields: { ...adam, eps_hat: '在偏差校正之前加 ε' },
  },
  adagrad: {
    title: 'Adagrad',
    summary: '除以迄今所有梯度平方和的根，因此步长只会变小。',
    fields: {
      lr_decay: '学习率每步的额外衰减',
      initial_accumulator_value: 's 的初值',
      eps: '加在根号上的小量',
    },
  },
  adadelta: {
    title: 'Adadelta',
    summary: '步长与参数同量纲；常用学习率为 1。起步的快慢由 ε 决定。',
    fields: { rho: '保留的历史份额', eps: '加在两个根号内的小量' },
  },
  amsgrad: {
    title: 'AMSGrad',
    summary: '分母永不变小的 Adam。与 PyTorch 一样，最大值取自未校正的 v。',
    fields: adam,
  },
  adamw: {
    title: 'AdamW',
    summary: '带解耦权重衰减的 Adam：等于依次使用 adam 与 add_decayed_weights。',
    fields: { ...adam, weight_decay: '强度 λ' },
  },
  adamax: {
    title: 'Adamax',
    summary: '用最大值代替平方均值的 Adam；与 PyTorch 一样，ε 在最大值之内。',
    fields: adam,
  },
  nadam: {
    title: 'NAdam',
    summary:
      '带 Nesterov 前瞻的 Adam。PyTorch 1.13 在下一个乘积中把 μ_t 乘了两次；开关可重现这一点。',
    fields: { ...adam, momentum_decay: '动量的衰减 ψ', pytorch_1_13: '与 PyTorch 1.13 的实现相同' },
  },
  radam: {
    title: 'RAdam',
    summary: '等到 v 可信才启用自适应的 Adam。与 PyTorch 一样在 ρ_t > 5 时切换；论文写的是 4。',
    fields: adam,
  },
  rprop: {
    title: 'Rprop',
    summary:
      '每个参数有自己的步长，g 的符号不变时增大。为全批量训练设计。学习率只作为第一步的步长。',
    fields: {
      eta_minus: '符号翻转时的系数',
      eta_plus: '符号不变时的系数',
      step_min: '最小步长',
      step_max: '最大步长',
    },
  },
  asgd: {
    title: '平均 SGD',
    summary: '学习率自行衰减的 SGD；从第 t0 步起另外保存权重的平均值。请放在链的最后。',
    fields: { lambd: '权重的衰减', alpha: '学习率衰减的指数', t0: '从哪一步起对权重取平均' },
  },
  lion: {
    title: 'Lion',
    summary: '每个参数的移动量恰好等于学习率；sign(0) = 0。',
    fields: { beta1: '符号中历史的份额', beta2: '保留的历史份额' },
  },
  muon: {
    title: 'Muon',
    summary:
      '逐个矩阵地用 Newton–Schulz 迭代把动量变得近似正交；向量视为一列的矩阵。k = sqrt(max(1, 行/列))、0.2 sqrt(max(行, 列)) 或 1。',
    fields: {
      momentum: '保留的历史份额',
      nesterov: '前瞻（Nesterov）',
      ns_steps: 'Newton–Schulz 步数',
      scale: '系数 k',
    },
  },
  add_decayed_weights: {
    title: '权重衰减',
    summary: '放在优化器之前是 L2（耦合），放在之后是解耦权重衰减：adam 之后接它就是 AdamW。',
    fields: { weight_decay: '强度 λ' },
  },
  clip_by_value: {
    title: '按值裁剪',
    summary: '每个元素各自裁剪，因此方向会改变。',
    fields: { limit: '最大绝对值 c' },
  },
  clip_by_global_norm: {
    title: '按全局范数裁剪',
    summary:
      '所有参数乘以同一个系数：方向不变。范数用双精度累加；PyTorch 的 float32 范数超过 1.8e19 会溢出，训练随之停止。',
    fields: clip,
  },
  clip_by_layer_norm: {
    title: '逐层裁剪',
    summary: '一层的权重与偏置放在一起，每层有自己的系数。',
    fields: clip,
  },
  clip_by_tensor_norm: {
    title: '逐张量裁剪',
    summary: '每个权重矩阵、每个向量都有自己的系数。',
    fields: clip,
  },
  adaptive_clip: {
    title: '自适应裁剪（AGC）',
    summary: '每个单元的一行按其权重范数裁剪；向量作为整体。',
    fields: { clip_factor: '更新与权重之比的上限', eps: '计入的最小权重范数' },
  },
  article_adam: {
    title: 'Adam（照文章原样）',
    summary:
      '没有学习率，没有开方，m 与 v 直接相加。v 永不为负，于是一路走向负无穷：在 x²/2 上十步到 −1e12。',
    fields: { beta1: 'β₁', beta2: 'β₂' },
  },
  article_adam_code: {
    title: '失忆的 Adam',
    summary: 'm 与 v 从不保存，ε 被减掉：先是带意外学习率的 signSGD，然后对负数开平方。',
    fields: { beta1: 'β₁', beta2: 'β₂', eps: '被减去、又加到根上的小量' },
  },
  article_rmsprop_code: {
    title: '失忆的 RMSprop',
    summary: '衰减率 0.001，什么也不保存：只剩梯度的符号。',
    fields: { eps: '加到根上的小量', decay_rate: '衰减率 ρ' },
  },
  article_clip: {
    title: '裁剪（照文章原样）',
    summary: '截断到阈值的相反方向：大梯度会把权重推上坡。',
    fields: { limit: '阈值 c' },
  },
  article_constant_gradient: {
    title: '把梯度重置为固定值',
    summary: '无视损失：径直穿过最小值，永不停下。',
    fields: { value: '固定值 c' },
  },
  article_ascent: { title: '沿着梯度走', summary: '符号错了：损失会上升。', fields: {} },
  article_rmsprop: {
    title: 'RMSprop（照文章原样）',
    summary: '用梯度的均值代替梯度：其实是没有偏差修正的 Adam，最初几步长了三倍。',
    fields: { beta1: 'β₁', beta2: 'β₂', eps: '加在根号内的小量' },
  },
};
