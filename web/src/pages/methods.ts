// The page of methods: shows one of its two languages. Without JavaScript it shows both.
import '../styles/methods.css';
import { keepPreferences, readPreferences } from './preferences.ts';

const root = document.documentElement;
const button = document.querySelector<HTMLButtonElement>('#language');

function show(lang: string): void {
  root.lang = lang === 'zh' ? 'zh-CN' : 'en';
  root.dataset.lang = lang;
  if (button) {
    button.hidden = false;
    button.lang = lang === 'zh' ? 'en' : 'zh-CN';
    button.textContent = lang === 'zh' ? 'English' : '中文';
  }
}

/** What scrolls can be reached by keys. */
function reach(): void {
  for (const formula of document.querySelectorAll<HTMLElement>('.formula')) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute('tabindex');
  }
}

const { lang, theme } = readPreferences();
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
show(lang ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'));
button?.addEventListener('click', () => {
  const other = root.dataset.lang === 'zh' ? 'en' : 'zh';
  keepPreferences({ lang: other });
  show(other);
});
reach();
window.addEventListener('resize', reach);
