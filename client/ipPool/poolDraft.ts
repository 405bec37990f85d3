import { z } from 'zod';
import {
  IpPoolChange,
  IpPoolKind,
  IpPoolPurpose,
  type IpPoolRecord,
  NewIpPool,
  poolTrouble,
  RangeText,
} from '#shared/ipPool/registration.ts';
import { ActorId } from '#shared/values/ids.ts';

/** What the form holds: texts where the server takes null or figures. */
export const PoolDraft = z
  .object({
    name: z.string().trim().min(1).max(120),
    family: z.enum(['4', '6']),
    kind: IpPoolKind,
    purpose: IpPoolPurpose,
    routerPool: z.string().trim().max(120),
    ranges: z.array(RangeText).max(200),
    delegatedLength: z.int().min(32).max(64).optional(),
    nasIds: z.array(z.string()),
    holdMs: z.number().min(0).max(31_536_000_000).optional(),
    notes: z.string().trim().max(2000),
  })
  .superRefine((draft, context) => {
    const trouble = poolTrouble(fieldsOf(draft));
    if (trouble) context.addIssue({ code: 'custom', path: [trouble.path], message: trouble.message });
  });
export type PoolDraft = z.infer<typeof PoolDraft>;

/** The form of a pool on record, or of a new one. */
export function draftOf(record: IpPoolRecord | undefined): PoolDraft {
  return {
    name: record?.name ?? '',
    family: record?.family === 6 ? '6' : '4',
    kind: record?.kind ?? 'server',
    purpose: record?.purpose ?? 'subscribers',
    routerPool: record?.routerPool ?? '',
    ranges: record?.ranges ?? [],
    delegatedLength: record?.delegatedLength ?? undefined,
    nasIds: record?.nasIds ?? [],
    holdMs: (record?.holdSeconds ?? 86_400) * 1_000,
    notes: record?.notes ?? '',
  };
}

function fieldsOf(draft: PoolDraft) {
  return {
    name: draft.name,
    family: draft.family === '6' ? (6 as const) : (4 as const),
    kind: draft.kind,
    purpose: draft.purpose,
    routerPool: draft.kind === 'router' ? draft.routerPool || null : null,
    ranges: [...draft.ranges],
    delegatedLength: draft.family === '6' ? (draft.delegatedLength ?? null) : null,
    nasIds: draft.nasIds.flatMap((id) => ActorId.safeParse(id).data ?? []),
    holdSeconds: Math.round((draft.holdMs ?? 0) / 1_000),
    notes: draft.notes,
  };
}

export function newPoolOf(draft: PoolDraft): NewIpPool {
  return NewIpPool.parse(fieldsOf(draft));
}

/** Everything that may be changed, and the version it was made from. */
export function changeOf(draft: PoolDraft, record: IpPoolRecord): IpPoolChange {
  return IpPoolChange.parse({ ...fieldsOf(draft), version: record.version });
}
