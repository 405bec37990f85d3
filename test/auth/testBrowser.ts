import { SessionView } from '#shared/tenant/session.ts';

/** Keeps cookies and CSRF token as a browser's page would. */
export interface TestBrowser {
  readonly cookie: () => string;
  readonly view: () => SessionView;
  login(email: string, password: string): Promise<Response>;
  get(path: string): Promise<Response>;
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

export function openBrowser(url: string): TestBrowser {
  const jar = new Map<string, string>();
  let view: SessionView | undefined;
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

  function keep(answer: Response): void {
    for (const text of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = text.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      if (attributes.some((one) => /^Max-Age=0$|^Expires=Thu, 01 Jan 1970/.test(one))) jar.delete(name);
      else jar.set(name, pair.slice(name.length + 1));
    }
  }

  async function send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(jar.size === 0 ? {} : { cookie: cookie() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(view ? { 'x-csrf-token': view.csrfToken } : {}),
        origin: url,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    keep(answer);
    // Whichever step of a login ends it, its answer says who one is.
    if (answer.status === 200 && /^\/api\/(login(\/code|\/passkey)?|wall\/enter)$/.test(path)) {
      view = SessionView.parse(await answer.clone().json());
    }
    return answer;
  }

  return {
    cookie,
    view: () => {
      if (!view) throw new Error('nobody is logged in');
      return view;
    },
    login: (email, password) => send('POST', '/api/login', { email, password }),
    get: (path) => fetch(url + path, { headers: jar.size === 0 ? {} : { cookie: cookie() } }),
    send,
  };
}

export async function loggedIn(url: string, email: string, password: string): Promise<TestBrowser> {
  const browser = openBrowser(url);
  const answer = await browser.login(email, password);
  if (!answer.ok) throw new Error(`login of ${email} was answered with ${answer.status}: ${await answer.text()}`);
  return browser;
}
