// The types of the package for JSX, Vue and Svelte, and of what a script imports: held by the compiler.
import ts from 'typescript';

const options = {
  strict: true,
  noEmit: true,
  jsx: ts.JsxEmit.ReactJSX,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  skipLibCheck: true,
  verbatimModuleSyntax: true,
};

function complaints(file) {
  const program = ts.createProgram([file], options);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    return `${file?.fileName.split('/').at(-1)}:${line} ${text}`;
  });
}

for (const file of ['app.tsx', 'script.ts', 'frameworks.ts']) {
  for (const text of complaints(file)) console.error(text);
}
const lines = new Set(complaints('wrong.tsx').map((text) => text.split(' ')[0]));
const found = [...lines].sort().join(' ');
if (found !== 'wrong.tsx:5 wrong.tsx:6 wrong.tsx:7') console.error(`of the wrong ones: ${found}`);
else console.log('types hold');
