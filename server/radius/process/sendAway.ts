import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { HEADER_BYTES } from '#server/platform/transport/radius/radiusLayout.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { field } from '../session/sessionRecord.ts';
import type { IncomingClient } from './incomingClient.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

/** A Disconnect of somebody who has to make room. */
const OUTGOING = { timeoutMs: 2_000, tries: 3 };
/** RFC 5176 §3.5: session context not found. */
const NO_SUCH_SESSION = 503;
/** Displaced sessions that one router is asked to end at a time. */
const MOST_DISPLACED = 64;

export interface SendAwayParts {
  readonly memory: RadiusMemory;
  readonly keeper: SessionKeeper;
  readonly incoming: Pick<IncomingClient, 'ask'>;
  readonly now: () => number;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** Disconnects sessions whose place others have taken; their Stop confirms it, or the word of the router that it has no such session. */
export class SendAway {
  readonly #parts: SendAwayParts;
  readonly #writer = new PacketWriter();
  /** Displaced ones that are being asked for, by router. */
  readonly #displaced = new Map<string, number>();

  constructor(parts: SendAwayParts) {
    this.#parts = parts;
  }

  /** The newest wins: these have to go. */
  outgoing(sessions: readonly RecordRef[]): void {
    for (const ref of sessions) void this.#disconnect(ref);
  }

  /**
   * Its device has dialled anew, so its router has most likely ended it. After a power cut that is so for thousands at
   * once: beyond some nothing is sent, and one that does live on is sent away when it is heard of again.
   */
  displaced(ref: RecordRef): void {
    const { memory } = this.#parts;
    const nasId = memory.routers.id(memory.sessions.u32(ref, field.nas));
    const asked = this.#displaced.get(nasId) ?? 0;
    if (asked >= MOST_DISPLACED) return;
    this.#displaced.set(nasId, asked + 1);
    void this.#disconnect(ref).then(() => this.#displaced.set(nasId, this.#displaced.get(nasId)! - 1));
  }

  /** Its router does not have it: no Stop will come, and it must not keep the place from anybody. */
  #isGone(nasId: string, acctSessionId: string, startedAt: number): void {
    const { keeper, memory, now } = this.#parts;
    const ref = keeper.known(memory.routers.known(nasId), acctSessionId, startedAt);
    if (ref !== 0 && keeper.isRunning(ref)) keeper.close(ref, now(), 'replaced');
  }

  async #disconnect(ref: RecordRef): Promise<void> {
    const { keeper, memory, incoming, onTrouble } = this.#parts;
    const { nasId, acctSessionId, sessionStartedAt } = keeper.identity(ref);
    if (acctSessionId === '') return;
    const writer = this.#writer.request(radiusCode.disconnectRequest, 0, undefined, false);
    writer
      .text(standardAttribute.userName, memory.sessions.userName(ref))
      .text(standardAttribute.acctSessionId, acctSessionId);
    const address = memory.sessions.u32(ref, field.ipv4);
    if (address !== 0) writer.u32(standardAttribute.framedIpAddress, address);
    const attributes = writer.bytes.toString('base64', HEADER_BYTES, writer.length);
    try {
      const answer = await incoming.ask({ nasId, code: radiusCode.disconnectRequest, attributes, ...OUTGOING });
      if (answer.outcome === 'nacked' && answer.errorCause === NO_SUCH_SESSION)
        this.#isGone(nasId, acctSessionId, sessionStartedAt);
    } catch (error) {
      onTrouble('a Disconnect could not be sent', error);
    }
  }
}
