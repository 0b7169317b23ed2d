// A little help for pages that work without it.
'use strict';

// A link's token or code stands behind the #, so that no server's log has it. It is put into the page's form, and gone from the address.
const secret = location.hash.slice(1);
const taker = document.querySelector('form[data-takes-secret]');
if (secret && taker && /^[A-Za-z0-9_-]{1,64}$/.test(secret)) {
  history.replaceState(null, '', location.pathname);
  taker.querySelector('[data-secret]').value = secret;
  taker.submit(); // only looks up what the link is about; changes nothing
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector('[role=status]').textContent = button.dataset.done;
  });
}

const summary = document.getElementById('wrong');
if (summary) summary.focus();
