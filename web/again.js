// Asks again for a script or style sheet of the page that did not come: at once, then whenever somebody
// wants it or the network is back. Stands apart from the page's scripts, to be there when they are not.
addEventListener(
  'error',
  ({ target }) => {
    let row;
    const again = () => import(`${target.src}?${Date.now()}`).then(() => row?.remove(), show);
    const show = () => {
      row ??= document.querySelector('main').appendChild(document.createElement('button'));
      row.textContent = 'A part of the page did not come. Try again · 重试';
      row.onclick = again;
      addEventListener('online', again, { once: true });
    };
    if (target.src) again();
    else if (target.rel === 'stylesheet' && !/\?/.test(target.href)) target.href += '?1';
  },
  true,
);
