import pg from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';

interface ListenerOptions {
  readonly url: string;
  readonly log: Logger | undefined;
  readonly clock?: Clock | undefined;
  readonly firstBackoffMs?: number;
  readonly mostBackoffMs?: number;
}

interface Subscriber {
  readonly onNotification: (payload: string) => void;
  readonly onReconnected: () => void;
}

/** The one connection that LISTENs. Notifications sent while it is down are lost: subscribers hear of the reconnect. */
export interface Listener {
  start(): Promise<void>;
  stop(): Promise<void>;
  listen(
    channel: string,
    onNotification: (payload: string) => void,
    onReconnected: () => void,
  ): Promise<() => Promise<void>>;
  /** Whether notifications arrive at present. */
  readonly connected: boolean;
  /** How often the connection was made again. */
  readonly reconnects: number;
}

const systemClock: Clock = {
  now: Date.now,
  setTimeout: (fn, timeoutMs) => setTimeout(fn, timeoutMs),
  clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
};

export function createListener(options: ListenerOptions): Listener {
  const clock = options.clock ?? systemClock;
  const firstBackoffMs = options.firstBackoffMs ?? 50;
  const mostBackoffMs = options.mostBackoffMs ?? 2000;
  const channels = new Map<string, Set<Subscriber>>();
  let client: pg.Client | undefined;
  let running = false;
  let timer: unknown;
  let backoffMs = firstBackoffMs;
  let reconnects = 0;
  let connecting: Promise<void> | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5000, keepAlive: true });
    const lost = (error?: Error): void => {
      if (client !== next) return;
      client = undefined;
      next.end().catch(() => undefined);
      if (!running) return;
      options.log?.warn(error ? { error: errorFields(error) } : {}, 'the listening database connection broke');
      reconnectLater();
    };
    next.on('error', lost);
    next.on('end', () => lost());
    next.on('notification', ({ channel, payload }) => {
      for (const subscriber of channels.get(channel) ?? []) subscriber.onNotification(payload ?? '');
    });
    try {
      await next.connect();
      for (const channel of channels.keys()) await next.query(`listen ${next.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    if (!running) return await next.end();
    client = next;
    backoffMs = firstBackoffMs;
    // Channels added while the loop above was under way.
    for (const channel of channels.keys())
      await next.query(`listen ${next.escapeIdentifier(channel)}`).catch(() => undefined);
  };

  const reconnectLater = (): void => {
    if (timer !== undefined) return;
    timer = clock.setTimeout(() => {
      timer = undefined;
      connecting = reconnect().finally(() => (connecting = undefined));
    }, backoffMs);
    backoffMs = Math.min(backoffMs * 2, mostBackoffMs);
  };

  const reconnect = async (): Promise<void> => {
    if (!running) return;
    try {
      await connect();
    } catch (error) {
      options.log?.debug({ error: errorFields(error) }, 'the listening database connection cannot be made yet');
      return reconnectLater();
    }
    reconnects++;
    for (const subscribers of channels.values()) for (const subscriber of subscribers) subscriber.onReconnected();
  };

  return {
    async start() {
      if (running) return;
      running = true;
      try {
        await connect();
      } catch (error) {
        running = false;
        throw error;
      }
    },
    async stop() {
      running = false;
      if (timer !== undefined) clock.clearTimeout(timer);
      timer = undefined;
      await connecting;
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
    async listen(channel, onNotification, onReconnected) {
      const subscriber = { onNotification, onReconnected };
      const subscribers = channels.get(channel) ?? new Set();
      channels.set(channel, subscribers.add(subscriber));
      if (subscribers.size === 1)
        await client?.query(`listen ${client.escapeIdentifier(channel)}`).catch(() => undefined);
      return async () => {
        subscribers.delete(subscriber);
        if (subscribers.size > 0 || channels.get(channel) !== subscribers) return;
        channels.delete(channel);
        await client?.query(`unlisten ${client.escapeIdentifier(channel)}`).catch(() => undefined);
      };
    },
    get connected() {
      return client !== undefined;
    },
    get reconnects() {
      return reconnects;
    },
  };
}
