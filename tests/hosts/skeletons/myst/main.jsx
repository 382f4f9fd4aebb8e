// The page of the recipe, by the renderer of MyST's own theme; the directive is read here as mystmd does.
import { ANY_RENDERERS } from '@myst-theme/anywidget';
import { createRoot } from 'react-dom/client';
import page from './index.md?raw';

const [, file, options] = /^:::\{anywidget\} (\S+)\n([\s\S]*?)^:::/m.exec(page);
const Widget = ANY_RENDERERS.anywidget;
const node = {
  type: 'anywidget',
  esm: new URL(file, location.href).href,
  model: JSON.parse(options),
};
createRoot(document.getElementById('root')).render(<Widget node={node} />);
