import type { Refusal } from '#shared/wire/reply.ts';
import type { Subscribe, SubscribeReply } from '#shared/wire/upstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Subject } from '../auth/subject.ts';
import type { SharedView } from './sharedView.ts';
import { sharedViewKey, type SharedViews } from './sharedViews.ts';
import type { Audience, ViewSource } from './viewSource.ts';

interface Subscription {
  readonly channel: number;
  readonly request: ViewRequest;
  readonly source: ViewSource;
  audience: Audience;
  /** Absent while it is being opened. */
  view: SharedView | undefined;
}

/** What subscriptions need of their socket. */
export interface SubscriptionsPort {
  subject(): Subject;
  /** Sends what was missed, or asks for a snapshot; true when the frames could be sent. */
  bringUpToDate(view: SharedView, resume: Subscribe['resume'], opened: (resumed: boolean) => void): void;
  leave(view: SharedView): void;
  moved(channel: number, view: SharedView): void;
  revoked(channel: number, refusal: Refusal): void;
  failedToOpen(source: ViewSource, error: unknown): void;
}

/** The channels of one socket. Opening a view takes time, in which the channel may close or its audience change. */
export class Subscriptions {
  readonly #port: SubscriptionsPort;
  readonly #views: SharedViews;
  readonly #sources: ReadonlyMap<string, ViewSource>;
  readonly #most: number;
  readonly #byChannel = new Map<number, Subscription>();

  constructor(port: SubscriptionsPort, views: SharedViews, sources: ReadonlyMap<string, ViewSource>, most: number) {
    this.#port = port;
    this.#views = views;
    this.#sources = sources;
    this.#most = most;
  }

  /** `answer` is called before anything of the view is sent. */
  async open(message: Subscribe, answer: (reply: SubscribeReply) => void): Promise<void> {
    const subscription = this.#admit(message);
    if ('ok' in subscription) return answer(subscription);
    this.#byChannel.set(message.channel, subscription);
    const view = await this.#openView(subscription);
    if (!(view && this.#attach(subscription, view))) {
      if (this.#isOpen(subscription)) this.#byChannel.delete(message.channel);
      return answer(wireRefusal('view/unavailable'));
    }
    if (message.replaces !== undefined) this.close(message.replaces);
    this.#port.bringUpToDate(view, message.resume, (resumed) => answer({ ok: true, epoch: view.epoch, resumed }));
  }

  close(channel: number): void {
    const subscription = this.#byChannel.get(channel);
    if (!subscription) return;
    this.#byChannel.delete(channel);
    this.#detach(subscription);
  }

  closeAll(): void {
    for (const channel of [...this.#byChannel.keys()]) this.close(channel);
  }

  /** The views this socket should be receiving. */
  views(): Set<SharedView> {
    const open = [...this.#byChannel.values()].map(({ view }) => view);
    return new Set(open.filter((view) => view !== undefined));
  }

  has(view: SharedView): boolean {
    return this.views().has(view);
  }

  /** Asks every source again. What may not be seen any more stops in this very turn. */
  readmit(): void {
    for (const subscription of [...this.#byChannel.values()]) this.#readmit(subscription);
  }

  viewFailed(view: SharedView): void {
    for (const subscription of [...this.#byChannel.values()]) {
      if (subscription.view === view) this.#revoke(subscription, wireRefusal('view/unavailable'));
    }
  }

  #admit({ channel, request, replaces }: Subscribe): Subscription | Refusal {
    if (this.#byChannel.has(channel)) return wireRefusal('wire/channel-in-use');
    const replacing = replaces !== undefined && this.#byChannel.has(replaces);
    if (this.#byChannel.size >= this.#most + (replacing ? 1 : 0)) return wireRefusal('wire/too-many-subscriptions');
    const source = this.#sources.get(request.view);
    if (!source) return wireRefusal('view/unknown');
    const audience = this.#audience(source, request);
    return 'ok' in audience ? audience : { channel, request, source, audience, view: undefined };
  }

  #audience(source: ViewSource, request: ViewRequest): Audience | Refusal {
    try {
      return source.admit(this.#port.subject(), request);
    } catch (error) {
      this.#port.failedToOpen(source, error);
      return wireRefusal('view/unavailable');
    }
  }

  #readmit(subscription: Subscription): void {
    const audience = this.#audience(subscription.source, subscription.request);
    if ('ok' in audience) return this.#revoke(subscription, audience);
    const { request, view } = subscription;
    if (sharedViewKey(audience, request) === sharedViewKey(subscription.audience, request)) return;
    subscription.audience = audience;
    if (!view) return;
    this.#detach(subscription);
    void this.#move(subscription);
  }

  async #move(subscription: Subscription): Promise<void> {
    const view = await this.#openView(subscription);
    if (!this.#isOpen(subscription)) return;
    if (!view) return this.#revoke(subscription, wireRefusal('view/unavailable'));
    if (!this.#attach(subscription, view)) return;
    this.#port.bringUpToDate(view, undefined, () => this.#port.moved(subscription.channel, view));
  }

  /** Undefined when it could not be opened; asks again when the audience changed meanwhile. Never rejects. */
  async #openView(subscription: Subscription): Promise<SharedView | undefined> {
    const { source, request } = subscription;
    try {
      for (;;) {
        const { audience } = subscription;
        const view = await this.#views.get(source, audience, request);
        if (!this.#isOpen(subscription)) return undefined;
        if (subscription.audience === audience && !view.closed) return view;
      }
    } catch (error) {
      this.#port.failedToOpen(source, error);
      return undefined;
    }
  }

  #isOpen(subscription: Subscription): boolean {
    return this.#byChannel.get(subscription.channel) === subscription;
  }

  /** False when the channel was closed, or the view failed at its first reading after a pause (and revoked it). */
  #attach(subscription: Subscription, view: SharedView): boolean {
    if (!this.#isOpen(subscription)) return false;
    subscription.view = view;
    this.#views.subscribe(view);
    return this.#isOpen(subscription);
  }

  #detach(subscription: Subscription): void {
    const { view } = subscription;
    if (!view) return;
    subscription.view = undefined;
    this.#views.unsubscribe(view);
    if (!this.has(view)) this.#port.leave(view);
  }

  #revoke(subscription: Subscription, refusal: Refusal): void {
    this.close(subscription.channel);
    this.#port.revoked(subscription.channel, refusal);
  }
}
