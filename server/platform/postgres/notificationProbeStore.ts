import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/**
 * Whether a notification sent by `sender` reaches `listener` within `limitMs`. A pooler that hands out connections per
 * transaction loses it: LISTEN belongs to a connection that goes back to the pool.
 */
export async function notificationsArrive(listener: pg.Client, sender: pg.Client, limitMs: number): Promise<boolean> {
  const channel = `lastmile_probe_${randomBytes(8).toString('hex')}`;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  listener.on('notification', (message) => {
    if (message.channel === channel) resolve(true);
  });
  const timer = setTimeout(() => resolve(false), limitMs);
  try {
    await listener.query(`listen ${channel}`);
    await sender.query('select pg_notify($1, $2)', [channel, '']);
    return await promise;
  } finally {
    clearTimeout(timer);
    await listener.query(`unlisten ${channel}`);
  }
}
