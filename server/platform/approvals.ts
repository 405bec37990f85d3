import type { z } from 'zod';
import type { ApprovalPayload } from '#shared/approval/values.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { ActorId, BranchId, IdempotencyKey, TenantId, UserId } from '#shared/values/ids.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { Subject } from './auth/subject.ts';
import type { TenantTx } from './db/transaction.ts';

/** What a limit is asked about: how much of an act (1: one time) is done to what. */
export interface LimitedAct {
  readonly act: Permission;
  readonly amount?: number;
  readonly subjectId: ActorId;
  readonly branchId?: BranchId | undefined;
  /** Of the person's request: however often it is sent, it counts once. */
  readonly key?: IdempotencyKey | undefined;
}

export type LimitAnswer =
  | { readonly allowed: true }
  /** Beyond the limit of the person's role: `used` of `most` within `perDays` days. */
  | { readonly allowed: false; readonly most: number; readonly perDays: number; readonly used: number };

/** Limits of roles on what one person may do without asking. They do not replace the permission, which is checked before. */
export interface Limits {
  /** Only looks. */
  check(subject: Subject, act: LimitedAct): Promise<LimitAnswer>;
  /**
   * Counts the act if the limit allows it, in the caller's transaction, or in one of its own before the act: then an act
   * that fails afterwards stays counted. Two at once never exceed the limit together.
   */
  use(subject: Subject, act: LimitedAct, tx?: TenantTx): Promise<LimitAnswer>;
}

/** What somebody asks a second person for. */
export interface ApprovalAsk {
  /** As registered: `nas.reboot`. */
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId: ActorId;
  /** Whom a limit for each object counts it for, where that is not the subject: the customer of a line. */
  readonly countedFor?: ActorId | undefined;
  readonly branchId?: BranchId | undefined;
  readonly amount?: number;
  /** Ids and figures only; it stands in the log. */
  readonly payload: ApprovalPayload;
  /** Refused with `approval/reason-needed` when it is missing. */
  readonly reason: string | undefined;
  /** Of the person's request: however often it is sent, it counts once and is put to a second person once. */
  readonly key?: IdempotencyKey | undefined;
}

export type Asked = { readonly ok: true; readonly approvalId: ActorId } | Refusal;

/** What was approved, on its way to be carried out. */
export interface Approved<Payload> {
  readonly tenant: TenantId;
  readonly id: ActorId;
  /** The same however often it is tried: commands sent with it act once. */
  readonly key: IdempotencyKey;
  readonly subjectId: ActorId;
  readonly branchId: BranchId | undefined;
  readonly amount: number;
  readonly payload: Payload;
  readonly reason: string;
  readonly requestedBy: UserId;
  readonly decidedBy: UserId;
}

export type CarriedOut =
  | {
      readonly ok: true;
      readonly outcome?: string;
      /** After the commit, at most once: mail and the like, which may also be lost. */
      readonly afterwards?: () => Promise<void>;
    }
  /** It is not possible any more, and why; final. */
  | { readonly ok: false; readonly outcome: string };

interface HandlerBase<Payload> {
  /** What doing the act and deciding on it needs. */
  readonly permission: Permission;
  readonly payload: z.ZodType<Payload>;
  /** How long the request waits for a decision; three days unless told. */
  readonly lastsMs?: number;
  /** For whoever decides: what it is done to and what would change, as it is when it is asked. */
  describe?(tx: TenantTx, request: Pick<Approved<Payload>, 'subjectId' | 'payload'>): Promise<ApprovalDescription>;
}

export interface ApprovalDescription {
  readonly subjectName: string;
  readonly details?: ApprovalPayload;
}

/** A throw means trouble: it is tried again every few seconds. */
export type ApprovalHandler<Payload> =
  /** The change is made in this transaction, in which it is also noted as done: exactly once. */
  | (HandlerBase<Payload> & { carryOut(tx: TenantTx, request: Approved<Payload>): Promise<CarriedOut> })
  /** May be called again after a crash; `request.key` makes what it sends act once. */
  | (HandlerBase<Payload> & { send(request: Approved<Payload>): Promise<CarriedOut> });

export interface Approvals {
  readonly limits: Limits;
  /** Before start; once per act. */
  register<Payload>(act: string, handler: ApprovalHandler<Payload>): void;
  /** Puts it to a second person. Refuses when there is nobody who could decide, or no reason. */
  request(subject: Subject, ask: ApprovalAsk): Promise<Asked>;
  /**
   * Uses the limit of the act's permission; beyond it, asks a second person. The usual way for an act that is limited:
   * `allowed` → do it now; `asked` → answer 202 with the id; `refused` → answer the refusal.
   */
  useOrRequest(subject: Subject, ask: ApprovalAsk): Promise<UseOrRequest>;
}

export type UseOrRequest =
  | { readonly outcome: 'allowed' }
  | { readonly outcome: 'asked'; readonly approvalId: ActorId }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };
