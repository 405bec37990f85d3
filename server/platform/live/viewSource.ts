import type { TenantId } from '#shared/values/ids.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { Subject } from '../auth/subject.ts';

/**
 * Subscribers who may see the same fields of the same rows share one view, computed and encoded once.
 * `permissionClass` names the fields, `scope` the rows (for example sorted branch ids, or a user id for "mine").
 */
export interface Audience {
  readonly tenant: TenantId;
  readonly permissionClass: string;
  readonly scope: string;
}

export interface ViewContent {
  /** The rows of the window, in display order. */
  readonly rows: readonly ViewRow[];
  readonly total: number;
}

export interface OpenView {
  /** The present content; cheap enough to be called ten times a second. */
  read(): ViewContent;
  /** Whether an entity that is not in the content any more still exists (leave) or not (remove). */
  exists(id: string): boolean;
  close(): void;
}

/** What a feature offers for subscription. Listed in server/features.ts. */
export interface ViewSource<Request extends ViewRequest = ViewRequest> {
  readonly view: Request['view'];
  /** Asked at subscription and again whenever the subject's permissions or branches change. */
  admit(subject: Subject, request: Request): Audience | Refusal;
  /** `changed` is called whenever `read` may answer differently; calling it too often is harmless. */
  open(audience: Audience, request: Request, changed: () => void): Promise<OpenView>;
}
