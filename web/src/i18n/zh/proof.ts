// 理论与梯度检验的文字。
import type { ProofText } from '../proof-text.ts';

export const proof: ProofText = {
  cause: {
    title: 'δ 在回传途中被什么改变',
    note: '从每个隐藏层到它下面一层：δ 的均方根变化了多少个数量级。各部分之和就是全部变化。',
    parts: {
      weights: '权重',
      skip: '跳跃连接',
      dropout: 'dropout',
      normalization: '归一化',
      activation: '激活函数的斜率',
    },
    together: '合计',
    layer: (from, to) => `第 ${from} 层到第 ${to} 层`,
    decades: 'δ 的变化（数量级）',
    table: '数值',
    few: '最后一个隐藏层下面没有别的层。',
    zero: '某处的 δ 恰好为 0 或不是有限的数：从无到无没有大小可言。',
    total: (first, last, times) => `第 ${first} 层的 δ 是第 ${last} 层的 ${times} 倍。`,
  },
  theory: ({ chi, sigma, critical }) =>
    `宽随机网络的理论（训练之前）：每往回一层，δ 的均方乘以 χ₁ = ${chi}。权重的 σ_w = ${sigma}，当它等于 ${critical} 时 χ₁ 为 1。十次随机初始化中有九次落在带内。`,
  shallow: '宽随机网络的理论（训练之前）：十次随机初始化中有九次落在带内。',
  none: '这次运行没有理论预测：',
  title: '梯度算对了吗？',
  intro:
    '在当前权重和下一个批次上，用双精度把反向传播的结果 a 与中心差分 n = (L(w + h) − L(w − h)) / 2h 相比。h 太大：损失不是直线；h 太小：舍入误差。两者之间，误差 |a − n| / (|a| + |n|) 应当下陷：每层一条 V 形曲线。',
  waiting: '正在用双精度检验……',
  progress: (done, all) => `已检验 ${done} / ${all} 层`,
  cancel: '取消',
  chart: '相对误差随 h 的变化，每层一条曲线',
  layer: '层',
  entries: '检验的权重',
  step: '最佳 h',
  error: '相对误差',
  kinks: '拐点',
  printed: '照文章 002 的做法',
  printedNote:
    '文章 002 却拿当前梯度与最初随机权重处的梯度比较：训练前必然几乎为 0，哪怕梯度是错的；训练后必然很大，哪怕梯度是对的。通过与否全凭运气。',
  result: '结果',
  of: (looked, all) => `${looked} / ${all}`,
  at: (step) =>
    `在第 ${step} 步检验。若 w − h 与 w + h 之间有拐点（如 ReLU 在 0 处），导数不存在，该权重不计入。检验只判断梯度，不判断优化器如何使用它。`,
  verdict: (right, unclear, wrong, infinite) =>
    wrong > 0
      ? `有 ${wrong} 层不一致。`
      : infinite > 0
        ? `有 ${infinite} 层的损失或梯度不是有限的数，无从比较。`
        : unclear > 0
          ? `${right} 层一致；另有 ${unclear} 层的梯度太小，损失的差分看不见它。`
          : '反向传播与差分在每一层都一致。',
  measured: {
    title: '诊断有多可靠',
    intro:
      '各种深度、宽度、激活函数、初始化、归一化、优化器、学习率与数据的运行，每种三个随机种子。标签来自不使用诊断的规则：梯度的标签由第一步之前对所抽权重的双精度精确递推得出；学习的标签由 2000 步训练得出。',
    grid: ({ runs, green, wrong }) =>
      `共 ${runs} 次运行；${green} 次判为健康，其中误判 ${wrong} 次。`,
    first: '用来选定界限的一组',
    second: '界限固定之后另抽的一组',
    caption: (finding, agreement) => `${finding}：${agreement} 与标签一致`,
    corner: '标签 ↓　诊断 →',
    gradient: '梯度',
    learning: '学习',
    words: {
      unknown: '未知',
      healthy: '健康',
      vanishing: '消失',
      exploding: '爆炸',
      starved: '饥饿',
      not_started: '未开始',
      learning: '学习中',
      learned: '已学会',
      stuck: '停滞',
      rising: '损失上升',
      diverged: '发散',
    },
  },
};
