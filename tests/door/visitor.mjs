// A visitor without a browser: his cookies, and the forms of the page that he reads. `jar`: those that he has elsewhere.
export function visitor(origin, jar = new Map()) {
  const ask = async (path, form, method = form ? 'POST' : 'GET') => {
    const answer = await fetch(origin + path, {
      method, redirect: 'manual', body: form instanceof FormData ? form : form && new URLSearchParams(form),
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...(form ? { origin } : {}) },
    });
    for (const cookie of answer.headers.getSetCookie()) jar.set(cookie.split('=')[0], cookie.slice(cookie.indexOf('=') + 1).split(';')[0]);
    const text = await answer.text(), hidden = (name) => text.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
    return { status: answer.status, text, hidden, location: answer.headers.get('location'), form: { form_token: hidden('form_token'), key: hidden('key') } };
  };
  return { jar, ask, read: (path) => ask(path), head: (path) => ask(path, undefined, 'HEAD') };
}
