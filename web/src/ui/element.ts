// The script of <grad-scope>: whoever loads it has the element.
import { defineAll } from './define.ts';
import './grad-scope.ts';

defineAll();
