import { hashPassword, verifyPassword } from './passwordHash.ts';

/** More waits than will be answered in reasonable time; nothing was checked. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

/**
 * Hashing and checking, a few at a time: each occupies a thread of the pool, which files and name look-ups share, so a
 * flood of logins must not have them all. Both reject with {@link PasswordQueueFull}.
 */
export interface PasswordQueue {
  hash(password: string): Promise<string>;
  /** With `undefined` for an account without password: takes as long as a check and answers false. */
  verify(password: string, stored: string | undefined): Promise<boolean>;
}

export interface PasswordQueueOptions {
  readonly atOnce?: number;
  readonly mostWaiting?: number;
}

export function createPasswordQueue({ atOnce = 2, mostWaiting = 100 }: PasswordQueueOptions = {}): PasswordQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  let decoy: Promise<string> | undefined;

  async function enter(): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (waiting.length >= mostWaiting) throw new PasswordQueueFull(`${mostWaiting} password checks are waiting`);
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  async function queued<Result>(work: () => Promise<Result>): Promise<Result> {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  return {
    hash: (password) => queued(() => hashPassword(password)),
    verify: (password, stored) =>
      queued(async () => {
        const against = stored ?? (await (decoy ??= hashPassword('nobody has this password')));
        const matches = await verifyPassword(password, against);
        return matches && stored !== undefined;
      }),
  };
}
