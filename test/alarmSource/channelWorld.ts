import type { AlarmSourceFact } from '#actors/alarmSource/alarmSourceFacts.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { RegisteredSource } from '#server/alarmSource/registeredSource.ts';
import { SourceChannel } from '#server/alarmSource/sourceChannel.ts';
import { AlarmCommand } from '#shared/alarm/commands.ts';
import type { AlarmReport } from '#shared/alarmSource/report.ts';
import { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

export const source: RegisteredSource = {
  tenant: TenantId.parse('0190a000-0000-7000-8000-000000000001'),
  id: ActorId.parse('0190a000-0000-7000-8000-000000000002'),
  name: 'Westlands OLT 1',
  address: '127.41.1.11',
  hostname: 'OLT-1',
  branchId: BranchId.parse('0190a000-0000-7000-8000-000000000003'),
};

export interface Asked {
  readonly envelope: CommandEnvelope;
  readonly command: AlarmCommand;
  readonly answer: (reply?: Reply) => void;
}

/** A channel whose alarms answer when the test says so. */
export function startChannel(options: { readonly mostInFlight?: number } = {}) {
  const clock = new SimulatedTime();
  const asked: Asked[] = [];
  const facts: AlarmSourceFact[] = [];
  let standing: { source: string; cause: string }[] = [];
  let sequence = 0;
  let id = 0;
  const channel = new SourceChannel({
    source,
    clock,
    ask: (envelope) =>
      new Promise((resolve) => {
        const command = AlarmCommand.parse(envelope.command);
        asked.push({ envelope, command, answer: (reply = { ok: true, version: 1 }) => resolve(reply) });
      }),
    standing: () => Promise.resolve(standing),
    newId: () => `0190a000-0000-7000-8000-${String(++id).padStart(12, '0')}`,
    mostInFlight: options.mostInFlight ?? 256,
    log: () => undefined,
  });
  const arrival = (connectionId = 'c1') => ({
    connectionId,
    sequence: ++sequence,
    receivedAt: clock.now(),
    line: Buffer.from(`line ${sequence}`),
  });
  function run(): { readonly stop: () => void; readonly ended: Promise<void> } {
    const ending = new AbortController();
    const ended = channel.ports.receive((fact) => facts.push(fact), ending.signal);
    return { stop: () => ending.abort(new Error('stopped')), ended };
  }
  return {
    channel,
    clock,
    asked,
    facts,
    arrival,
    run,
    report: (report: Partial<AlarmReport> = {}, connectionId = 'c1') => {
      const whole: AlarmReport = {
        resource: '1/1',
        probableCause: 'lossOfSignal',
        perceivedSeverity: 'major',
        text: 'dark',
        ...report,
      };
      return channel.reported(whole, arrival(connectionId));
    },
    stand: (...alarms: { source: string; cause: string }[]) => {
      standing = alarms;
    },
    /** Answers everything asked so far and from now on until nothing more comes. */
    async answerAll(reply?: Reply) {
      for (let answered = -1; answered !== asked.length;) {
        answered = asked.length;
        for (const { answer } of asked) answer(reply);
        await clock.settle();
      }
    },
    commands: () => asked.map(({ command }) => command),
  };
}

export const raisedName = (command: AlarmCommand): string =>
  command.type === 'alarm.raise' ? `raise ${command.source} x${command.occurrences}` : command.type;
