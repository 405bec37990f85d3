import { SessionView } from '#shared/tenant/session.ts';
import type { Product } from './product.ts';

export interface ProductSession {
  readonly cookie: string;
  readonly view: SessionView;
}

/** Logs in as the first demo user with the role, of the company if one is named. */
export async function logIn(product: Product, roleName: string, tenantName?: string): Promise<ProductSession> {
  const logins = await product.logins();
  const login = logins.find((one) => one.roleName === roleName && (tenantName ?? one.tenantName) === one.tenantName);
  if (!login) throw new Error(`no demo login ${roleName} at ${tenantName ?? 'any company'}`);
  const answer = await fetch(`${product.url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: product.url },
    body: JSON.stringify({ email: login.email, password: login.password }),
  });
  if (!answer.ok) throw new Error(`login answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  return { cookie, view: SessionView.parse(await answer.json()) };
}
