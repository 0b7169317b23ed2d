// A little help for pages that work without it.
'use strict';

// What this tab keeps. Where the browser keeps nothing, the pages work as they do without it.
const storage = (act, ...words) => {
  try {
    return sessionStorage[act](...words);
  } catch {
    return null;
  }
};

// A link's token or code stands behind the #, so that no server's log has it. It is put into the page's form, and gone from the address. Where the form
// says so, a link's token is kept for this tab, so that the page can be come back to after signing in or in another language; one that opens something to whoever has it is not.
const taker = document.querySelector('form[data-takes-secret]');
// A link that is pasted over the address of a page that another one has opened changes but what stands behind the #, which is no part of the page then: it is opened anew.
if (taker || document.querySelector('main[data-address]')) addEventListener('hashchange', () => /^#[A-Za-z0-9_-]{20,64}$/.test(location.hash) && location.reload());
if (taker) {
  const here = location.pathname, keeps = taker.dataset.keepsSecret === 'yes';
  const secret = location.hash.slice(1) || (keeps && storage('getItem', here)) || '';
  if (/^[A-Za-z0-9_-]{1,64}$/.test(secret)) {
    history.replaceState(null, '', here);
    if (keeps) storage('setItem', here, secret);
    taker.querySelector('[data-secret]').value = secret;
    for (const instead of document.querySelectorAll('[data-instead]')) instead.hidden = true;
    taker.submit(); // only looks up what the link is about; changes nothing
  }
}

// What a form has shown has an address, too, and what it was refused with has that of its page: whoever loads it anew or comes back to it is not asked whether to send the form again.
const shown = document.querySelector('[data-address]');
if (shown) history.replaceState(null, '', location.pathname === shown.dataset.address ? location.href : shown.dataset.address);

// Passkeys: the form's challenge is signed by an authenticator, and what the browser makes of it is sent as the form's fields. Without scripts there is the form beside it.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const { passkey, party, challenge, user, name, body } = form.dataset, button = form.querySelector('[data-passkey-button]');
  if (!button || !window.PublicKeyCredential) continue;
  const bytes = (text) => new TextEncoder().encode(text);
  const written = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  button.hidden = false;
  for (const part of form.querySelectorAll('[data-passkey-part]')) part.hidden = false;
  button.addEventListener('click', async () => {
    const failed = form.querySelector('[data-passkey-failed]');
    failed.hidden = true;
    try {
      const made = passkey === 'use'
        ? await navigator.credentials.get({ publicKey: { challenge: bytes(challenge), rpId: party, userVerification: 'required' } })
        : await navigator.credentials.create({ publicKey: {
          challenge: bytes(challenge), rp: { id: party, name: body }, user: { id: bytes(user), name, displayName: name },
          pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })), attestation: 'none',
          authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' } } });
      form.elements.credential.value = written(made.rawId);
      form.elements.client_data.value = written(made.response.clientDataJSON);
      form.elements.authenticator_data.value = written(made.response.authenticatorData ?? made.response.getAuthenticatorData());
      if (passkey === 'use') form.elements.signature.value = written(made.response.signature);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}

// What was typed into a form of an account comes back when the session was over by the time it was sent: it is kept in this tab until the next page, and beyond that only while whoever sent it signs in again. No password, file or code is.
const account = document.querySelector('.who[data-account]')?.dataset.account, over = document.querySelector('[data-over]');
const typed = (form) => [...form.elements].filter((field) => field.name && !/^(hidden|password|file|submit|button|fieldset)$/.test(field.type) && field.autocomplete !== 'one-time-code');
const url = new URL(location.href); // without what was said on it once
url.searchParams.delete('done');
const place = url.pathname + url.search, kept = JSON.parse(storage('getItem', 'typed') ?? 'null');
storage('removeItem', 'typed');
const keep = (what) => storage('setItem', 'typed', JSON.stringify(what));
if (kept && !account && (over || kept.over) && document.querySelector('form[action^="/sign-in"]')) {
  keep({ ...kept, over: kept.over ?? over.dataset.over });
  if (over) over.querySelector('[data-kept]').hidden = false;
} else if (kept?.over && account === kept.account && place !== kept.page && !kept.led) {
  keep({ ...kept, led: true }); // the way back has no query, and a form may be another one by it
  location.replace(kept.page);
} else if (kept?.over && account === kept.account) {
  const form = [...document.querySelectorAll('main form')].find((one) => one.getAttribute('action') === kept.action);
  const fields = form ? typed(form) : [];
  for (const [name, nth, value, checked] of kept.fields) {
    const field = fields.filter((one) => one.name === name)[nth];
    if (field && /^(checkbox|radio)$/.test(field.type)) field.checked = checked;
    else if (field) field.value = value;
  }
  const note = Object.assign(document.createElement('div'), { className: 'note wait' });
  note.setAttribute('role', 'status');
  note.append(Object.assign(document.createElement('p'), { textContent: kept.over }));
  form?.before(note);
}
if (account) for (const form of document.querySelectorAll('main form[method=post]'))
  form.addEventListener('submit', () => {
    const seen = {};
    const fields = typed(form).map((field) => [field.name, (seen[field.name] = (seen[field.name] ?? -1) + 1), field.value, field.checked]);
    if (fields.length) keep({ account, page: place, action: form.getAttribute('action'), fields });
  });

// A file that is too large is told before it is sent in vain, and everything else that was typed stays.
for (const input of document.querySelectorAll('input[data-largest]')) {
  const wrong = Object.assign(document.createElement('p'), { className: 'wrong', id: `${input.id}-larger`, role: 'alert' }), described = input.getAttribute('aria-describedby') ?? '';
  const fits = () => {
    const larger = [...input.files].some((file) => file.size > Number(input.dataset.largest));
    if (larger) input.before(wrong);
    else wrong.remove();
    wrong.textContent = larger ? input.dataset.larger : '';
    input.setAttribute('aria-invalid', larger);
    input.setAttribute('aria-describedby', larger ? `${described} ${wrong.id}` : described);
    return !larger;
  };
  input.addEventListener('change', fits);
  input.form.addEventListener('submit', (event) => {
    if (fits()) return;
    event.preventDefault();
    input.focus();
  });
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  const said = document.querySelector('[data-copied]');
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = said.dataset.copied;
  });
}

// On a narrow screen the navigation is one row that can be pushed: it begins where one is.
const current = document.querySelector('.tabs [aria-current]'), row = current?.closest('ul');
if (row) row.scrollLeft = current.getBoundingClientRect().left - row.getBoundingClientRect().left - 24;

// What such a form was answered with is no page to come back to: in the history stands the page that the form is on, so that Back asks nobody to send anything anew.
if (document.querySelector('form[data-again]')) history.replaceState(null, '', location.href);

// After a refusal the reader begins at what was wrong.
document.getElementById('wrong')?.focus();
