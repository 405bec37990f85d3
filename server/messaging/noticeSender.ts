import { NOTICE } from '#actors/notice/noticeActor.ts';
import type { NoticeState } from '#actors/notice/noticeState.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope, Fence } from '#actors/system/envelope.ts';
import type { NoticeCommand } from '#shared/notice/commands.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { Channels } from './channels/all.ts';
import type { Delivery, OutgoingNotice, Recipient } from './channels/channel.ts';

export interface NoticeSenderOptions {
  readonly clock: Clock;
  readonly channels: Channels;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  /** Undefined while another server has the notice: that one sends. */
  readonly fence: (address: ActorAddress) => Fence | undefined;
  readonly load: (tenant: TenantId, id: ActorId) => Promise<NoticeState | undefined>;
  /** Who the recipient is now; `gone` when the account is disabled. */
  readonly addresseeOf: (
    notice: NoticeState,
    tenant: TenantId,
  ) => Promise<{ readonly company: string; readonly recipient: Recipient | undefined | 'gone' }>;
  readonly linkOf: (noticeId: string) => string;
  readonly onTrouble: (error: unknown) => void;
}

/** Shorter than the lease, so that a sender has said what became of it before another one may try. */
const SEND_WITHIN_MS = 30_000;
const MOST_AT_ONCE = 32;
const ANSWER_WITHIN_MS = 15_000;
/** What is under way when the server stops: long enough for a gateway that answers, short enough for one that hangs. */
const FINISH_WITHIN_MS = 3_000;

/**
 * Carries out what notices name: each attempt once in this process. What a crash leaves behind is attempted again when its
 * lease runs out, so a message may arrive twice but is never lost; the outside sees the same id both times.
 */
export class NoticeSender {
  readonly #options: NoticeSenderOptions;
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #underWay = new Set<Promise<void>>();
  /** `id:attempt` of what is waiting or under way. */
  readonly #taken = new Set<string>();
  readonly #abort = new AbortController();
  #stopping = false;

  constructor(options: NoticeSenderOptions) {
    this.#options = options;
  }

  send(tenant: TenantId, id: ActorId, attempt: number): void {
    const taken = `${id}:${attempt}`;
    if (this.#stopping || this.#taken.has(taken)) return;
    if (this.#options.fence({ tenant, kind: NOTICE, id }) === undefined) return;
    this.#taken.add(taken);
    this.#waiting.push(() =>
      this.#attempt(tenant, id, attempt)
        .catch(this.#options.onTrouble)
        .finally(() => this.#taken.delete(taken)),
    );
    this.#pump();
  }

  /**
   * Lets what is under way finish, so that an ordinary restart sends nothing twice; what takes longer is called off, its
   * lease runs out and whoever runs then sends.
   */
  async stop(): Promise<void> {
    const { clock } = this.#options;
    this.#stopping = true;
    this.#waiting.length = 0;
    const late = clock.setTimeout(() => this.#abort.abort(), FINISH_WITHIN_MS);
    await Promise.all(this.#underWay);
    clock.clearTimeout(late);
  }

  #pump(): void {
    while (this.#underWay.size < MOST_AT_ONCE) {
      const next = this.#waiting.shift();
      if (!next) return;
      const running = next().finally(() => {
        this.#underWay.delete(running);
        this.#pump();
      });
      this.#underWay.add(running);
    }
  }

  async #attempt(tenant: TenantId, id: ActorId, attempt: number): Promise<void> {
    const notice = await this.#options.load(tenant, id);
    if (notice?.state !== 'sending' || notice.attempts !== attempt) return;
    const delivery = await this.#deliver(tenant, notice);
    if (this.#abort.signal.aborted && !delivery.ok) return;
    await this.#report(tenant, notice, delivery);
  }

  async #deliver(tenant: TenantId, notice: NoticeState): Promise<Delivery> {
    const { company, recipient } = await this.#options.addresseeOf(notice, tenant);
    if (recipient === 'gone') return { ok: false, why: 'The account is disabled.', retry: false };
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(SEND_WITHIN_MS)]);
    return await this.#options.channels.deliver(
      this.#outgoing(tenant, notice, { company, recipient }),
      notice.routes[notice.route]!,
      signal,
    );
  }

  #outgoing(
    tenant: TenantId,
    notice: NoticeState,
    { company, recipient }: Pick<OutgoingNotice, 'company' | 'recipient'>,
  ): OutgoingNotice {
    const { id, attempts, title, text, severity } = notice;
    return {
      tenant,
      noticeId: id,
      attempt: attempts,
      title,
      text,
      severity: severity ?? '',
      link: this.#options.linkOf(id),
      company,
      sentAt: this.#options.clock.now(),
      recipient,
    };
  }

  async #report(tenant: TenantId, { id, attempts }: NoticeState, delivery: Delivery): Promise<void> {
    const command: NoticeCommand = delivery.ok
      ? { type: 'notice.accept', attempt: attempts, proof: delivery.proof.slice(0, 500) }
      : { type: 'notice.fail', attempt: attempts, why: delivery.why.slice(0, 500), retry: delivery.retry };
    await this.#options.ask({
      address: { tenant, kind: NOTICE, id },
      key: IdempotencyKey.parse(`notice:${id}:${attempts}:${command.type}`),
      command,
      caller: { kind: 'system', name: 'notices' },
      deadlineAt: this.#options.clock.now() + ANSWER_WITHIN_MS,
    });
  }
}
