import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { AlarmCommand } from '#shared/alarm/commands.ts';
import type { Reply } from '#shared/wire/reply.ts';

export interface ModelAlarm {
  readonly source: string;
  readonly cause: string;
  readonly tenant: string;
  severity: string;
  standing: boolean;
  episode: number;
  clearReason: string | undefined;
}

/** What alarm actors would know, without actors: records every command once per key. */
export class AlarmModel {
  readonly alarms = new Map<string, ModelAlarm>();
  readonly evidence: string[] = [];
  readonly #keys = new Set<string>();
  /** Called for every command that acted. */
  onCommand: (alarm: ModelAlarm, at: number) => void = () => undefined;
  raises = 0;
  clears = 0;
  asks = 0;
  /** Answers instead of acting, while it returns something. */
  refusing: () => Reply | undefined = () => undefined;

  readonly ask = async (envelope: CommandEnvelope): Promise<Reply> => {
    this.asks += 1;
    // A commit is never in the same turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const refusal = this.refusing();
    if (refusal) return refusal;
    if (!this.#keys.has(envelope.key)) {
      this.#keys.add(envelope.key);
      this.#act(envelope);
    }
    return { ok: true, version: 1 };
  };

  standing(tenant: string): readonly ModelAlarm[] {
    return [...this.alarms.values()].filter((alarm) => alarm.standing && alarm.tenant === tenant);
  }

  /** As one text per standing alarm, sorted; the product's own alarms about silence are not the network's. */
  get truth(): readonly string[] {
    return [...this.alarms.values()]
      .filter(({ standing, cause }) => standing && cause !== 'sourceSilent')
      .map(({ tenant, source, cause, severity }) => `${tenant} ${source} ${cause} ${severity}`)
      .toSorted();
  }

  named(source: string, cause: string): ModelAlarm | undefined {
    return [...this.alarms.values()].find((alarm) => alarm.source === source && alarm.cause === cause);
  }

  #act({ address, command: foreign, evidence }: CommandEnvelope): void {
    const command = AlarmCommand.parse(foreign);
    if (evidence) this.evidence.push(Buffer.from(evidence.bytes).toString('utf8'));
    const known = this.alarms.get(address.id);
    if (command.type === 'alarm.raise') {
      this.raises += command.occurrences;
      const { source, cause, severity } = command;
      const alarm = known ?? {
        source,
        cause,
        tenant: address.tenant,
        severity,
        standing: false,
        episode: 0,
        clearReason: undefined,
      };
      if (!alarm.standing) alarm.episode += 1;
      alarm.standing = true;
      alarm.severity = severity;
      this.alarms.set(address.id, alarm);
      this.onCommand(alarm, performance.now());
    } else if (command.type === 'alarm.clear') {
      this.clears += 1;
      if (!known) return;
      known.standing = false;
      known.clearReason = command.reason;
      this.onCommand(known, performance.now());
    }
  }
}
