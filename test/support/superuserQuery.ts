import { withClient } from './withClient.ts';

/** Rows as PostgreSQL has them, past all security; to look and to tamper in tests. */
export function asSuperuser(db: { readonly superuserUrl: string }, text: string): Promise<Record<string, unknown>[]> {
  return withClient(db.superuserUrl, async (client) => (await client.query<Record<string, unknown>>(text)).rows);
}
