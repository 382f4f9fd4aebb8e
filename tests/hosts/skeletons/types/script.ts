// What a script imports.
import { attributes, define, embed, type GradScope } from 'gradscope';
import { create, type Session } from 'gradscope/engine';

export async function all(target: Element): Promise<number> {
  define();
  const { element, ready, end } = embed(target, {
    preset: 'vanishing',
    on: { 'gs-goal': ({ step }) => console.log(step.toFixed()) },
  });
  await ready;
  const scope: GradScope = element;
  const picture: Blob = await scope.toBlob({ view: 'profile', type: 'svg' });
  end();
  const engine = await create({ precision: 'float64' });
  const run: Session | null = engine.open({ depth: 3 });
  // @ts-expect-error there is no such precision
  await create({ precision: 'float16' });
  return picture.size + (run?.rows().length ?? 0) + attributes.length;
}
