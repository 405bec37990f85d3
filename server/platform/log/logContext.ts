import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids that every log line written inside a request or command carries. */
export interface LogContext {
  /** The HTTP request or socket message that is being answered. */
  readonly requestId?: string;
  /** The event or evidence that made the system act. */
  readonly causeId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work`, and everything it starts, with `ids` added to the ids already standing. */
export function withLogContext<Result>(ids: LogContext, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...ids }, work);
}

export function currentLogContext(): LogContext {
  return storage.getStore() ?? {};
}
