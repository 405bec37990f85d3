/** `undefined` when ready, else the reason in words for the operator. A rejection counts as a reason. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<string | undefined> | string | undefined;

export interface CheckResult {
  readonly name: string;
  readonly ready: boolean;
  readonly reason?: string;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: readonly CheckResult[];
}

export interface Readiness {
  /** Returns what takes the check away again. Throws when the name is taken. */
  register(name: string, check: ReadinessCheck): () => void;
  /** From now on not ready, for this reason: the server is stopping. */
  drain(reason: string): void;
  /** Runs all checks at once; callers that come meanwhile share the run. */
  report(): Promise<ReadinessReport>;
}

const checkTimeoutMs = 2_000;

/** A process is ready when every registered check passes; with no check registered it is still starting. */
export function createReadiness(timeoutMs: number = checkTimeoutMs): Readiness {
  const checks = new Map<string, ReadinessCheck>();
  let draining: string | undefined;
  let running: Promise<ReadinessReport> | undefined;

  function register(name: string, check: ReadinessCheck): () => void {
    if (checks.has(name)) throw new Error(`there is a readiness check ${name} already`);
    checks.set(name, check);
    return () => void checks.delete(name);
  }

  async function run(): Promise<ReadinessReport> {
    const results = await Promise.all([...checks].map(([name, check]) => runCheck(name, check, timeoutMs)));
    if (draining !== undefined) results.push({ name: 'process', ready: false, reason: draining });
    else if (results.length === 0) results.push({ name: 'process', ready: false, reason: 'starting' });
    return { ready: results.every((result) => result.ready), checks: results };
  }

  return {
    register,
    drain: (reason) => (draining = reason),
    report: () => (running ??= run().finally(() => (running = undefined))),
  };
}

async function runCheck(name: string, check: ReadinessCheck, timeoutMs: number): Promise<CheckResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const reason = await Promise.race([check(timeout), rejectWhenAborted(timeout, timeoutMs)]);
    return reason === undefined ? { name, ready: true } : { name, ready: false, reason };
  } catch (error) {
    return { name, ready: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function rejectWhenAborted(signal: AbortSignal, timeoutMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${timeoutMs} ms`)), { once: true });
  });
}
