import { RouterosError, trapCategories } from './routerosError.ts';
import type { RouterosLimits } from './routerosLimits.ts';
import type { RouterosCommand, RouterosReply, RouterosRow } from './sentence.ts';

export interface RouterosAnswer {
  readonly rows: readonly RouterosRow[];
  /** What `!done` carried, such as `ret`. */
  readonly done: RouterosRow;
}

export interface PendingOptions {
  readonly command: RouterosCommand;
  readonly tag: string;
  readonly limits: Pick<RouterosLimits, 'mostReplyRows' | 'mostReplyBytes'>;
  /** Given to a stream's owner row by row instead of being gathered. */
  readonly onRow: ((row: RouterosRow) => void) | undefined;
  /** Called once: the caller has an answer. The router may still be busy with it. */
  readonly settled: (outcome: RouterosAnswer | RouterosError) => void;
}

/** One command that was sent: what has come of it. After its caller was answered, the rest is swallowed. */
export class PendingCommand {
  readonly tag: string;
  readonly command: RouterosCommand;
  readonly isStream: boolean;
  readonly #options: PendingOptions;
  readonly #rows: RouterosRow[] = [];
  #bytes = 0;
  #trap: RouterosError | undefined;
  #settled = false;

  constructor(options: PendingOptions) {
    this.tag = options.tag;
    this.command = options.command;
    this.isStream = options.onRow !== undefined;
    this.#options = options;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** `!done` settles it; an answer that is too large does so earlier. */
  take(reply: RouterosReply, bytes: number): void {
    if (reply.kind === 'row') this.#row(reply.row, bytes);
    else if (reply.kind === 'trap') this.#trap ??= trapError(this.command, reply.row);
    else if (reply.kind === 'done') this.settle(this.#trap ?? { rows: this.#rows, done: reply.row });
  }

  settle(outcome: RouterosAnswer | RouterosError): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#options.settled(outcome);
  }

  #row(row: RouterosRow, bytes: number): void {
    if (this.#settled) return;
    const { onRow, limits } = this.#options;
    if (onRow) {
      try {
        onRow(row);
      } catch (cause) {
        this.settle(new RouterosError('aborted', `whoever reads ${this.command.path} failed`, { cause }));
      }
      return;
    }
    this.#bytes += bytes;
    this.#rows.push(row);
    if (this.#rows.length <= limits.mostReplyRows && this.#bytes <= limits.mostReplyBytes) return;
    this.#rows.length = 0;
    this.settle(
      new RouterosError(
        'tooLarge',
        `${this.command.path} answered more than ${limits.mostReplyRows} rows or ${limits.mostReplyBytes} bytes`,
      ),
    );
  }
}

function trapError({ path }: RouterosCommand, row: RouterosRow): RouterosError {
  const message = (row['message'] ?? 'refused without a word').slice(0, 500);
  const category = /^\d$/.test(row['category'] ?? '') ? Number(row['category']) : undefined;
  // Old versions name no category; "interrupted" is how they say that a command was cancelled.
  const interrupted = category === undefined && message === 'interrupted';
  return new RouterosError('trap', `${path}: ${message}`, {
    category: interrupted ? trapCategories.interrupted : category,
  });
}
