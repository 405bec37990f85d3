import type pg from 'pg';

/**
 * A pool whose only connection is one that is inside a transaction already: what begins there becomes a savepoint. So a
 * store that manages its own transactions can be watched from inside one.
 */
export function pooledConnection(client: pg.ClientBase): pg.Pool {
  const query = async (request: unknown, values?: unknown[]): Promise<unknown> => {
    const text = typeof request === 'string' ? request : '';
    if (text.startsWith('begin;')) return await client.query(text.replace('begin;', 'savepoint pooled;'));
    if (text === 'commit') return { ...(await client.query('release savepoint pooled')), command: 'COMMIT' };
    if (text === 'rollback') return await client.query('rollback to savepoint pooled');
    return await client.query(request as string, values);
  };
  const pooled = { query, escapeLiteral: (literal: string) => client.escapeLiteral(literal), release: () => undefined };
  return { query, connect: async () => pooled } as unknown as pg.Pool;
}
