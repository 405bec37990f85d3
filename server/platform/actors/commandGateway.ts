import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { SendCommand } from '#shared/wire/upstream.ts';
import type { Subject } from '../auth/subject.ts';

/** Which permission each command of a kind needs from people; a command that is not listed is not for people. */
export interface KindPermissions {
  readonly kind: string;
  readonly commands: Readonly<Record<string, Permission>>;
}

export interface CommandGatewayOptions {
  readonly kinds: readonly KindPermissions[];
  readonly clock: Clock;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
}

/** The screen says so itself after 15 s; the key then tells what became of it. */
const ANSWER_WITHIN_MS = 15_000;

/** What people send up: who they are and may do comes from their session, never from the message. */
export type SendCommandAs = (subject: Subject, message: SendCommand) => Promise<Reply>;

export function createCommandGateway({ kinds, clock, ask }: CommandGatewayOptions): SendCommandAs {
  const permissions = new Map(kinds.map(({ kind, commands }) => [kind, commands]));
  return (subject, { key, kind, id, command }) => {
    const commands = permissions.get(kind);
    if (!commands) return Promise.resolve(systemRefusal('command/unknown-kind'));
    const needed = Object.hasOwn(commands, command.type) ? commands[command.type] : undefined;
    if (!needed) return Promise.resolve(systemRefusal('command/malformed', { problem: `no command ${command.type}` }));
    if (!subject.permissions.has(needed)) return Promise.resolve(systemRefusal('command/not-permitted', { needed }));
    return ask({
      address: { tenant: subject.tenant, kind, id },
      key,
      command,
      caller: { kind: 'user', userId: subject.userId, branches: subject.branches },
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
  };
}
