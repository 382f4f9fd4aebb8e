// The page of methods, written when the page is built (web/tools/methods.ts). Without JavaScript it shows
// every language.
import '../styles/methods.css';
import { frame } from './frame.ts';

/** What scrolls can be reached by keys. */
function reach(): void {
  for (const formula of document.querySelectorAll<HTMLElement>('.formula')) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute('tabindex');
  }
}

frame();
reach();
window.addEventListener('resize', reach);
