import type { NoticeChannelName, NoticeRoute } from '#shared/notice/values.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';

/** What is to be said, to whom. */
export interface OutgoingNotice {
  readonly tenant: TenantId;
  /** Steady over attempts: the outside may recognise a repetition by it. */
  readonly noticeId: string;
  readonly attempt: number;
  readonly title: string;
  readonly text: string;
  readonly severity: string;
  /** Opens what it is about, and says that it was seen. */
  readonly link: string;
  readonly company: string;
  readonly sentAt: number;
  /** Undefined for a team behind a webhook. */
  readonly recipient: Recipient | undefined;
}

export interface Recipient {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly phone: string | undefined;
}

/** `proof` is the channel's own answer. `retry`: whether the same message may arrive later by the same way. */
export type Delivery =
  | { readonly ok: true; readonly proof: string }
  | { readonly ok: false; readonly why: string; readonly retry: boolean };

/** One way out of the house. A way that fails says why as a value; a throw is a bug. */
export interface Channel<Name extends NoticeChannelName = NoticeChannelName> {
  readonly name: Name;
  deliver(
    notice: OutgoingNotice,
    route: Extract<NoticeRoute, { channel: Name }>,
    signal: AbortSignal,
  ): Promise<Delivery>;
}
