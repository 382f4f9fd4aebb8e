// What the package tells editors and frameworks of <grad-scope>, from its contract (src/embed/contract.ts):
// the custom elements manifest, and types for JSX, Vue and Svelte.

const TAG = 'grad-scope';

const typeOf = ({ default: value }) => (typeof value === 'number' ? 'number | string' : 'string');

/** schemas.customelements.io, version 2.1.0. */
export function manifest({ attributes, events, members }, version) {
  const methods = Object.entries(members).map(([name, description]) => {
    const [, method] = /^(\w+)\(/.exec(name) ?? [];
    return method
      ? { kind: 'method', name: method, description: `${name}: ${description}` }
      : { kind: 'field', name, readonly: true, description };
  });
  const fields = attributes.map(({ property, attribute, allowed, default: value }) => ({
    kind: 'field',
    name: property,
    attribute,
    type: { text: typeof value === 'number' ? 'number' : 'string' },
    default: JSON.stringify(value),
    description: allowed,
  }));
  const path = 'index.js';
  return {
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path,
        declarations: [
          {
            kind: 'class',
            customElement: true,
            name: 'GradScope',
            tagName: TAG,
            summary: `An oscilloscope for gradients, ${version}`,
            attributes: attributes.map(({ property, attribute, allowed, default: value }) => ({
              name: attribute,
              fieldName: property,
              description: allowed,
              default: JSON.stringify(value),
              type: { text: typeOf({ default: value }) },
            })),
            members: [...fields, ...methods],
            events: Object.entries(events).map(([name, description]) => ({
              name,
              description,
              type: { text: `CustomEvent<GradScopeEvents['${name}']>` },
            })),
            slots: [
              { name: 'poster', description: 'Shown until there is a run.' },
              { name: 'fallback', description: 'Shown where there will be none.' },
            ],
          },
        ],
        exports: [
          { kind: 'js', name: 'GradScope', declaration: { name: 'GradScope', module: path } },
          {
            kind: 'custom-element-definition',
            name: TAG,
            declaration: { name: 'GradScope', module: path },
          },
        ],
      },
    ],
  };
}

const attributeTypes = ({ attributes }) =>
  attributes
    .map(
      (given) =>
        `  /** ${given.allowed} */\n  '${given.attribute}'?: ${typeOf(given)} | undefined;`,
    )
    .join('\n');

const shape = (contract) => `import type { GradScope, GradScopeEvents } from './index.d.ts';

export interface GradScopeAttributes {
${attributeTypes(contract)}
}

type Listener<K extends keyof GradScopeEvents> = (event: CustomEvent<GradScopeEvents[K]>) => void;
`;

/** By the name of the export that has only types: \`import 'gradscope/react'\`. */
export const frameworks = {
  react: (contract) => `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
${shape(contract)}
type Listeners = { [K in keyof GradScopeEvents as \`on\${K}\`]?: Listener<K> };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      '${TAG}': Omit<DetailedHTMLProps<HTMLAttributes<GradScope>, GradScope>, keyof GradScopeAttributes> &
        GradScopeAttributes &
        Listeners;
    }
  }
}
`,
  vue: (contract) => `import type { DefineComponent } from 'vue';
${shape(contract)}
type Listeners = { [K in keyof GradScopeEvents as \`on\${Capitalize<K>}\`]?: Listener<K> };

declare module 'vue' {
  interface GlobalComponents {
    '${TAG}': DefineComponent<GradScopeAttributes & Listeners>;
  }
}
`,
  svelte: (contract) => `import type { HTMLAttributes } from 'svelte/elements';
${shape(contract)}
type Listeners = { [K in keyof GradScopeEvents as \`on\${K}\`]?: Listener<K> };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    '${TAG}': Omit<HTMLAttributes<GradScope>, keyof GradScopeAttributes> & GradScopeAttributes & Listeners;
  }
}
`,
};
