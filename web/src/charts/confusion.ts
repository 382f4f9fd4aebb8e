// The confusion matrix: rows are true classes, columns are answers.
import { css, mix, type Pixel } from './colour.ts';
import type { Stage } from './stage.ts';

export interface ConfusionModel {
  /** [classes][classes], row-major: how many of a true class were answered so. */
  readonly counts: ArrayLike<number>;
  readonly classes: number;
  readonly right: Pixel;
  readonly wrong: Pixel;
  readonly empty: Pixel;
  readonly rowTitle: string;
  readonly columnTitle: string;
}

export function drawConfusion(stage: Stage, model: ConfusionModel): void {
  stage.clear();
  const n = model.classes;
  const margin = 30;
  const side = Math.min(stage.width - margin, stage.height - margin);
  const left = margin + Math.max(0, (stage.width - margin - side) / 2);
  const cell = side / n;
  for (let row = 0; row < n; ++row) {
    let total = 0;
    for (let column = 0; column < n; ++column) total += model.counts[row * n + column] ?? 0;
    for (let column = 0; column < n; ++column) {
      const count = model.counts[row * n + column] ?? 0;
      const share = total > 0 ? count / total : 0;
      const ink = row === column ? model.right : model.wrong;
      const colour = mix(model.empty, ink, share > 0 ? 0.12 + 0.88 * Math.sqrt(share) : 0);
      const x = left + column * cell;
      stage.fill(css(colour), x, margin + row * cell, cell - 1, cell - 1);
      if (count > 0 && cell >= 17) {
        stage.font(Math.min(12, cell * 0.42));
        const inverse = share > 0.4;
        const text = inverse ? stage.ink.surface : stage.ink.text;
        stage.text(String(count), x + cell / 2, margin + (row + 0.5) * cell, text, 'center');
      }
    }
  }
  stage.font(11);
  for (let i = 0; i < n; ++i) {
    stage.text(String(i), left + (i + 0.5) * cell, margin - 8, stage.ink.muted, 'center');
    stage.text(String(i), left - 8, margin + (i + 0.5) * cell, stage.ink.muted, 'center');
  }
  stage.text(model.columnTitle, left, 8, stage.ink.muted);
  stage.upwards(model.rowTitle, left - 22, margin + side / 2);
}
