import { DEVICE_INTENT } from '#actors/deviceIntent/deviceIntentActor.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope, Fence } from '#actors/system/envelope.ts';
import type { DeviceIntentCommand } from '#shared/deviceIntent/commands.ts';
import { type IntentFacts, openIntentStates } from '#shared/deviceIntent/values.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { IntentDriver, IntentOutcome } from './intentDriver.ts';

export interface IntentRunnerOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly fence: (device: ActorAddress) => Fence | undefined;
  /** The intent as it stands now; undefined when it is unknown. */
  readonly read: (tenant: TenantId, id: ActorId) => Promise<DeviceIntentState | undefined>;
  readonly onTrouble: (intent: DeviceIntentState, problem: unknown) => void;
}

/** The actor did not accept a step, so somebody else has it in hand or it is over. */
class StepRefused extends Error {
  override readonly name = 'StepRefused';
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(reply.ok ? 'accepted' : reply.code);
    this.reply = reply;
  }
}

/** So that an intent ends within a minute of the device being reachable again. */
const RETRY_MS = 15_000;
const ANSWER_WITHIN_MS = 30_000;

/**
 * Carries intents out, one at a time per device. It keeps nothing that matters: what is open is read again after every
 * start, and each driver finds out from the device how far an earlier attempt came.
 */
export class IntentRunner {
  readonly #options: IntentRunnerOptions;
  readonly #drivers = new Map<string, IntentDriver>();
  /** The last intent in line for a device, by its address. */
  readonly #lines = new Map<string, Promise<void>>();
  readonly #underWay = new Set<ActorId>();
  readonly #stopping = new AbortController();

  constructor(options: IntentRunnerOptions) {
    this.#options = options;
  }

  register(driver: IntentDriver): void {
    if (this.#drivers.has(driver.act)) throw new Error(`${driver.act} has a driver already`);
    this.#drivers.set(driver.act, driver);
  }

  knows(act: string): boolean {
    return this.#drivers.has(act);
  }

  /**
   * Begins with an open intent, or goes on with one; asking twice is harmless. `fresh`: as it was asked for in this process
   * just now, by which it is carried out without being read again, unless it has to wait in line.
   */
  take(
    tenant: TenantId,
    intent: Pick<DeviceIntentState, 'id' | 'deviceKind' | 'deviceId'>,
    fresh?: DeviceIntentState,
  ): void {
    if (this.#underWay.has(intent.id) || this.#stopping.signal.aborted) return;
    this.#underWay.add(intent.id);
    const device = `${tenant}/${intent.deviceKind}/${intent.deviceId}`;
    const before = this.#lines.get(device);
    const work = before
      ? before.then(() => this.#work(tenant, intent.id, undefined))
      : this.#work(tenant, intent.id, fresh);
    const mine = work.finally(() => this.#underWay.delete(intent.id));
    this.#lines.set(device, mine);
    void mine.finally(() => {
      if (this.#lines.get(device) === mine) this.#lines.delete(device);
    });
  }

  /** Whether its device is this server's to write to. */
  owns(tenant: TenantId, { deviceKind, deviceId }: Pick<DeviceIntentState, 'deviceKind' | 'deviceId'>): boolean {
    return this.#options.fence({ tenant, kind: deviceKind, id: deviceId }) !== undefined;
  }

  /** Interrupts what is under way and waits for it. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the server is stopping'));
    await Promise.all(this.#lines.values());
  }

  async #work(tenant: TenantId, id: ActorId, fresh: DeviceIntentState | undefined): Promise<void> {
    let intent = fresh;
    try {
      intent ??= await this.#options.read(tenant, id);
      if (!intent || !isOpen(intent)) return;
      const hasBegun = fresh?.state === 'running';
      await this.#tell(tenant, intent, this.#commandOf(await this.#attempt(tenant, intent, hasBegun)));
    } catch (error) {
      // Stopping leaves it running; the next start goes on from what the device says.
      if (intent && !this.#stopping.signal.aborted) this.#options.onTrouble(intent, error);
    }
  }

  /** `hasBegun`: with the request itself. */
  async #attempt(tenant: TenantId, intent: DeviceIntentState, hasBegun: boolean): Promise<IntentOutcome> {
    const driver = this.#drivers.get(intent.act);
    if (!driver) return { outcome: 'failed', why: `Nothing here can carry out ${intent.act}.`, differences: [] };
    const timeout = new AbortController();
    const timer = this.#options.clock.setTimeout(() => timeout.abort(new Error('it took too long')), driver.timeoutMs);
    const signal = AbortSignal.any([timeout.signal, this.#stopping.signal]);
    try {
      const begin = (baseline: IntentFacts) =>
        hasBegun
          ? Promise.resolve({ baseline: intent.baseline ?? baseline, resumed: false })
          : this.#begin(tenant, intent, baseline);
      return await driver.carryOut({ tenant, intent, begin, signal });
    } catch (error) {
      if (error instanceof StepRefused || this.#stopping.signal.aborted) throw error;
      return { outcome: 'unreachable', why: error instanceof Error ? error.message : String(error) };
    } finally {
      this.#options.clock.clearTimeout(timer);
    }
  }

  async #begin(
    tenant: TenantId,
    intent: DeviceIntentState,
    baseline: IntentFacts,
  ): Promise<{ baseline: IntentFacts; resumed: boolean }> {
    await this.#tell(tenant, intent, { type: 'deviceIntent.begin', baseline });
    return { baseline: intent.baseline ?? baseline, resumed: intent.baseline !== undefined };
  }

  #commandOf(outcome: IntentOutcome): DeviceIntentCommand {
    switch (outcome.outcome) {
      case 'done':
        return { type: 'deviceIntent.confirm', proof: cut(outcome.proof), readAt: outcome.readAt };
      case 'undone':
        return { type: 'deviceIntent.undo', why: cut(outcome.why), readAt: outcome.readAt };
      case 'failed':
        return {
          type: 'deviceIntent.fail',
          why: cut(outcome.why),
          differences: outcome.differences.slice(0, 50),
        };
      case 'unreachable':
        return { type: 'deviceIntent.wait', why: cut(outcome.why), retryAt: this.#options.clock.now() + RETRY_MS };
    }
  }

  /** Written only by the device's owner; throws StepRefused when the actor does not take it. */
  async #tell(tenant: TenantId, intent: DeviceIntentState, command: DeviceIntentCommand): Promise<void> {
    const { ask, clock, newId, fence } = this.#options;
    const owned = fence({ tenant, kind: intent.deviceKind, id: intent.deviceId });
    if (!owned)
      throw new StepRefused({ ok: false, code: 'actor/not-owner', message: 'Another server has the device.' });
    const reply = await ask({
      address: { tenant, kind: DEVICE_INTENT, id: intent.id },
      key: IdempotencyKey.parse(`intent:${newId()}`),
      command,
      caller: { kind: 'system', name: 'intents' },
      fence: owned,
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
    if (!reply.ok) throw new StepRefused(reply);
  }
}

/** Whether something is still to be done on the device without a person's word. */
export function isOpen({ state }: Pick<DeviceIntentState, 'state'>): boolean {
  return openIntentStates.some((open) => open === state);
}

function cut(words: string): string {
  return words.slice(0, 500);
}
