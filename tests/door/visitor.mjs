import assert from 'node:assert/strict';
import { password } from '../browser/site.mjs';

// A visitor without a browser: his cookies, and the forms of the page that he reads. `jar`: those that he has elsewhere.
export function visitor(origin, jar = new Map()) {
  const ask = async (path, form, method = form ? 'POST' : 'GET') => {
    const answer = await fetch(origin + path, {
      method, redirect: 'manual', body: form instanceof FormData ? form : form && new URLSearchParams(form),
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...(form ? { origin } : {}) },
    });
    // Debian's Node.js knows no headers.getSetCookie(); no comma stands in a cookie of ours.
    for (const cookie of answer.headers.get('set-cookie')?.split(', ') ?? []) jar.set(cookie.split('=')[0], cookie.slice(cookie.indexOf('=') + 1).split(';')[0]);
    const text = await answer.text(), hidden = (name) => text.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
    return { status: answer.status, headers: answer.headers, text, hidden, location: answer.headers.get('location'), form: { form_token: hidden('form_token'), key: hidden('key') } };
  };
  return { jar, ask, read: (path) => ask(path), head: (path) => ask(path, undefined, 'HEAD') };
}

// One who has just signed up, and is signed in.
export async function newcomer(site, name, mailbox) {
  const person = visitor(site.origin), { form } = await person.read('/sign-up');
  assert.equal((await person.ask('/sign-up', { ...form, user_name: name, mailbox, password, name_latin: '', name_native: '' })).status, 303);
  return person;
}

// One of the demonstration's staff, at the desk. A code of an app may be over before it is sent, where the machine is slow.
export async function atDesk(site, name) {
  const staff = visitor(site.origin), { form } = await staff.read('/desk/sign-in');
  for (let tries = 0; tries < 8; tries++) {
    const entered = await staff.ask('/desk/sign-in', { ...form, name, password: 'a demonstration only', code: site.run('staff', 'code', name).trim(), back: '' });
    if (entered.status === 303) return staff;
  }
  throw new Error(`${name} does not come to the desk`);
}
