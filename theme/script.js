// A little help for pages that work without it.
'use strict';

// A link's token or code stands behind the #, so that no server's log has it. It is put into the page's form, and gone from the address. A link's token is kept for this tab, so
// that the page can be come back to after signing in or in another language.
const taker = document.querySelector('form[data-takes-secret]');
if (taker) {
  const here = location.pathname, isLink = taker.dataset.takesSecret === 'link';
  const secret = location.hash.slice(1) || (isLink && sessionStorage.getItem(here)) || '';
  if (/^[A-Za-z0-9_-]{1,64}$/.test(secret)) {
    history.replaceState(null, '', here);
    if (isLink) sessionStorage.setItem(here, secret);
    taker.querySelector('[data-secret]').value = secret;
    for (const instead of document.querySelectorAll('[data-instead]')) instead.hidden = true;
    taker.submit(); // only looks up what the link is about; changes nothing
  }
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  const said = document.querySelector('[data-copied]');
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = said.dataset.copied;
  });
}

// After a refusal the reader begins at what was wrong.
document.getElementById('wrong')?.focus();
