// All of Gradscope in one file: <grad-scope>, and a widget for notebooks.
import '../ui/element.ts';

export { default } from './anywidget.ts';
