import type { RadiusFeature } from '../radius/radiusFeature.ts';
import type { AccountingAlarm } from './accountingAlarm.ts';

/**
 * The journal of the RADIUS server is the only place for what routers report: without room it acknowledges nothing, and
 * routers keep their reports for as long as they can.
 */
export class JournalSpaceAlarm {
  readonly #line: RadiusFeature['line'];
  readonly #alarm: Pick<AccountingAlarm, 'raise' | 'clear'>;
  #unlisten: (() => void) | undefined;

  constructor(line: RadiusFeature['line'], alarm: Pick<AccountingAlarm, 'raise' | 'clear'>) {
    this.#line = line;
    this.#alarm = alarm;
  }

  start(): void {
    this.#unlisten = this.#line.listen({
      heard: (news) => {
        if (news.say === 'stats') this.#look(news.stats.journal.full);
      },
    });
  }

  stop(): void {
    this.#unlisten?.();
  }

  #look(isFull: boolean): void {
    if (isFull)
      this.#alarm.raise(
        'accountingJournalFull',
        'critical',
        'The RADIUS server has no room left on its disk for what routers report, and acknowledges none of it. Logins go on. Free space in the data folder; it goes on by itself then.',
      );
    else this.#alarm.clear('accountingJournalFull', 'there is room again');
  }
}
