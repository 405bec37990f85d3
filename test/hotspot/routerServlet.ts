import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServletFile {
  readonly path: string;
  readonly type: string;
  readonly content: string | Buffer;
}

export interface ServletUser {
  readonly name: string;
  readonly password: string;
}

export interface RouterServlet extends AsyncDisposable {
  readonly url: string;
  /** What was posted to log in, in order. */
  readonly logins: readonly Readonly<Record<string, string>>[];
  readonly loggedIn: () => string | undefined;
}

export interface ServletOptions {
  readonly files: readonly ServletFile[];
  readonly users: readonly ServletUser[];
  /** http-chap, or http-pap. */
  readonly chap: boolean;
}

/**
 * Plays the servlet of a RouterOS hotspot from the manual ("Customizing Hotspot"): request kinds, variables, conditions,
 * folders of languages, CHAP. Written from the manual alone, to meet pages it has not seen.
 */
export async function startRouterServlet({ files, users, chap }: ServletOptions): Promise<RouterServlet> {
  const logins: Record<string, string>[] = [];
  let who: string | undefined;
  const id = randomBytes(1);
  const challenge = randomBytes(16);

  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status, type, body, location }) => {
        response.writeHead(status, { 'content-type': type, ...(location === undefined ? {} : { location }) });
        response.end(body);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  interface Answer {
    readonly status: number;
    readonly type: string;
    readonly body: string | Buffer;
    readonly location?: string;
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const [, folder = '', page = ''] = /^(?:\/(sw|bn|en))?\/([a-z0-9.]*)$/.exec(pathname) ?? [];
    const given = { ...Object.fromEntries(searchParams), ...(await formOf(request)) };
    if (page === 'login') return login(folder, given);
    if (page === 'status') return serve(folder, who === undefined ? 'redirect' : 'status', {}, 'login');
    if (page === 'logout') {
      const was = who;
      who = undefined;
      return serve(folder, was === undefined ? 'redirect' : 'logout', { username: was ?? '' }, 'login');
    }
    const file = files.find(({ path }) => path === page);
    if (file && !page.endsWith('.html')) return { status: 200, type: file.type, body: file.content };
    return serve(folder, 'redirect', {}, 'login');
  }

  function login(folder: string, given: Readonly<Record<string, string>>): Answer {
    if (given['username'] === undefined) return serve(folder, who === undefined ? 'login' : 'alogin', {}, 'status');
    logins.push({ ...given });
    const user = users.find(({ name }) => name === given['username']);
    const expected = user && (chap ? hexMd5(id, user.password, challenge) : user.password);
    if (user && given['password'] === expected) {
      who = user.name;
      return serve(folder, 'alogin', {}, 'status');
    }
    return serve(
      folder,
      'login',
      { error: errorText(folder, 'invalid-username'), username: given['username'] },
      'login',
    );
  }

  function errorText(folder: string, key: string): string {
    const text = String(find(folder, 'errors.txt')?.content ?? '');
    return new RegExp(`^${key} = (.*)$`, 'm').exec(text)?.[1] ?? key;
  }

  function find(folder: string, name: string): ServletFile | undefined {
    return files.find(({ path }) => path === `${folder}/${name}`) ?? files.find(({ path }) => path === name);
  }

  function serve(folder: string, name: string, own: Readonly<Record<string, string>>, to: string): Answer {
    const at = folder === '' ? url : `${url}/${folder}`;
    const variables: Record<string, string> = {
      'link-login': `${at}/login?dst=http%3A%2F%2Fexample.com%2F`,
      'link-login-only': `${at}/login`,
      'link-logout': `${at}/logout`,
      'link-status': `${at}/status`,
      'link-orig': 'http://example.com/',
      'link-orig-esc': 'http%3A%2F%2Fexample.com%2F',
      'link-redirect': `${at}/${to}`,
      ...(chap ? { 'chap-id': octal(id), 'chap-challenge': octal(challenge) } : {}),
      ...(who === undefined
        ? { 'logged-in': 'no' }
        : { 'logged-in': 'yes', username: who, ip: '10.5.50.7', uptime: '3m2s' }),
      ...(who === undefined
        ? {}
        : { 'session-time-left': '23h56m', 'bytes-in-nice': '1.2 MiB', 'bytes-out-nice': '34.0 MiB' }),
      ...own,
    };
    if (name === 'redirect') {
      const location = variables['link-redirect']!;
      return { status: 302, type: 'text/html', body: '', location };
    }
    const file = find(folder, `${name}.html`);
    if (!file) return { status: 404, type: 'text/plain', body: 'Error 404' };
    return { status: 200, type: 'text/html', body: filled(String(file.content), variables) };
  }

  return {
    url,
    logins,
    loggedIn: () => who,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** `$(name)` and `$(if x)…$(elif x)…$(else)…$(endif)`, also one within another. */
export function filled(template: string, variables: Readonly<Record<string, string>>): string {
  const out: string[] = [];
  /** For each open condition: whether this branch is taken, and whether one was before. */
  const open: { taken: boolean; done: boolean }[] = [];
  let from = 0;
  for (const found of template.matchAll(/\$\(([^)]*)\)/g)) {
    const shown = open.every(({ taken }) => taken);
    if (shown) out.push(template.slice(from, found.index));
    from = found.index + found[0].length;
    const [, word = '', rest = ''] = /^(if|elif|else|endif)\b\s*(.*)$/.exec(found[1] ?? '') ?? [];
    const last = open.at(-1);
    if (word === 'if') open.push(branch(holds(rest, variables)));
    else if (word === 'endif') open.pop();
    else if ((word === 'elif' || word === 'else') && last) {
      last.taken = !last.done && (word === 'else' || holds(rest, variables));
      last.done ||= last.taken;
    } else if (shown) out.push(variables[found[1] ?? ''] ?? '');
  }
  out.push(template.slice(from));
  if (open.length > 0) throw new Error('a condition is not closed');
  return out.join('');
}

function branch(taken: boolean): { taken: boolean; done: boolean } {
  return { taken, done: taken };
}

function holds(condition: string, variables: Readonly<Record<string, string>>): boolean {
  const [, name = '', operator, value = ''] =
    /^([\w-]+)(?:\s*(==|!=)\s*["']?([^"']*)["']?)?$/.exec(condition.trim()) ?? [];
  const actual = variables[name] ?? '';
  if (operator === undefined) return actual !== '';
  return (actual === value) === (operator === '==');
}

function octal(octets: Buffer): string {
  return [...octets].map((octet) => `\\${octet.toString(8).padStart(3, '0')}`).join('');
}

function hexMd5(id: Buffer, password: string, challenge: Buffer): string {
  return createHash('md5').update(id).update(password).update(challenge).digest('hex');
}

async function formOf(request: IncomingMessage): Promise<Record<string, string>> {
  if (request.method !== 'POST') return {};
  const chunks = (await request.toArray()) as Buffer[];
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}
