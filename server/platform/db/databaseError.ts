/**
 * unavailable: no connection, or it was cut; the outcome of a statement under way is unknown · full: out of disk or memory ·
 * serialization: lost against another transaction, the whole transaction may be repeated · timeout: cancelled by a limit ·
 * constraint: the data is refused · forbidden: the role may not · other: a bug or something new
 */
export type DatabaseFailure =
  | 'unavailable'
  | 'full'
  | 'serialization'
  | 'timeout'
  | 'constraint'
  | 'forbidden'
  | 'other';

/** A failure of the database, classified; the driver's error is the cause. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly failure: DatabaseFailure;
  /** SQLSTATE or the socket's error code. */
  readonly code: string | undefined;
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.failure = classify(cause);
    this.code = codeOf(cause);
  }
  /** Whether the same work may succeed later without anybody acting. */
  get retryable(): boolean {
    return this.failure === 'unavailable' || this.failure === 'serialization' || this.failure === 'timeout';
  }
}

const bySqlState = new Map<string, DatabaseFailure>([
  ['57P01', 'unavailable'], // admin_shutdown
  ['57P02', 'unavailable'], // crash_shutdown
  ['57P03', 'unavailable'], // cannot_connect_now: starting up or recovering
  ['57P05', 'unavailable'], // idle_session_timeout
  ['25P03', 'unavailable'], // idle_in_transaction_session_timeout: the session is gone
  ['53300', 'unavailable'], // too_many_connections
  ['25006', 'unavailable'], // read_only_sql_transaction: a standby after a failover
  ['53100', 'full'], // disk_full
  ['53200', 'full'], // out_of_memory
  ['40001', 'serialization'],
  ['40P01', 'serialization'], // deadlock_detected
  ['57014', 'timeout'], // query_canceled, by statement_timeout
  ['55P03', 'timeout'], // lock_not_available
  ['42501', 'forbidden'], // insufficient_privilege, row-level security too
]);

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
]);

/** The words of pg and slonik for a connection that ended; neither gives a code. */
const endedConnection =
  /connection terminated|connection ended|connection timeout|timeout expired|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|not queryable|cannot use a pool after|backend (?:has been )?terminated/i;

/** What kind of failure an error from pg or slonik is. Follows causes, because slonik wraps. */
export function classify(error: unknown): DatabaseFailure {
  for (const layer of layersOf(error)) {
    if (layer instanceof DatabaseError) return layer.failure;
    const known = classifyLayer(layer);
    if (known !== undefined) return known;
  }
  return 'other';
}

function classifyLayer(error: Error): DatabaseFailure | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined) {
    // 08: connection exceptions · 58: errors outside PostgreSQL itself, such as a disk that fails
    if (socketCodes.has(code) || code.startsWith('08') || code.startsWith('58')) return 'unavailable';
    if (code.startsWith('23')) return 'constraint';
    const known = bySqlState.get(code);
    if (known !== undefined) return known;
  }
  return endedConnection.test(`${error.name} ${error.message}`) ? 'unavailable' : undefined;
}

function codeOf(error: unknown): string | undefined {
  for (const layer of layersOf(error)) if ('code' in layer && typeof layer.code === 'string') return layer.code;
  return undefined;
}

/** The error, its causes and the members of aggregates (connection attempts to several addresses), at most 8. */
function layersOf(error: unknown): readonly Error[] {
  const layers: Error[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && layers.length < 8) {
    const next = waiting.shift();
    if (!(next instanceof Error)) continue;
    layers.push(next);
    const parts: readonly unknown[] = next instanceof AggregateError ? next.errors : [];
    waiting.push(next.cause, ...parts);
  }
  return layers;
}
