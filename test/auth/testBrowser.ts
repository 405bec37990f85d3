import { SessionView } from '#shared/tenant/session.ts';

/** Keeps the session cookie and CSRF token as a browser's page would. */
export interface TestBrowser {
  readonly cookie: () => string;
  readonly view: () => SessionView;
  login(email: string, password: string): Promise<Response>;
  get(path: string): Promise<Response>;
  send(method: 'POST' | 'PUT', path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export function openBrowser(url: string): TestBrowser {
  let cookie = '';
  let view: SessionView | undefined;

  async function send(
    method: 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(view ? { 'x-csrf-token': view.csrfToken } : {}),
        origin: url,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.getSetCookie()[0];
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return answer;
  }

  return {
    cookie: () => cookie,
    view: () => {
      if (!view) throw new Error('nobody is logged in');
      return view;
    },
    async login(email, password) {
      const answer = await send('POST', '/api/login', { email, password });
      if (answer.ok) view = SessionView.parse(await answer.clone().json());
      return answer;
    },
    get: (path) => fetch(url + path, { headers: cookie === '' ? {} : { cookie } }),
    send,
  };
}

export async function loggedIn(url: string, email: string, password: string): Promise<TestBrowser> {
  const browser = openBrowser(url);
  const answer = await browser.login(email, password);
  if (!answer.ok) throw new Error(`login of ${email} was answered with ${answer.status}: ${await answer.text()}`);
  return browser;
}
