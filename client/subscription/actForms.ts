import { z } from 'zod';
import { SubscriptionAct } from '#shared/subscription/requests.ts';
import type { MacBinding } from '#shared/subscription/values.ts';
import type { SubscriptionDetail } from '#shared/subscription/view.ts';
import { now } from '../ui/now.ts';
import { dayIn } from '../ui/zonedTime.ts';
import type { PlainKey } from '../words/words.ts';

/** What the fields of acts hold; each act has some of them. */
export interface ActInput {
  cycles: number | undefined;
  from: string;
  days: number | undefined;
  /** YYYY-MM-DD */
  lastDay: string;
  reason: string;
  packageId: string;
  when: string;
  username: string;
  password: string;
  macs: readonly string[];
  macBinding: string;
  sessions: number | undefined;
  staticIpv4: string;
  delegatedPrefix: string;
  framedRoutes: readonly string[];
  downMbps: number | undefined;
  upMbps: number | undefined;
  until: number | undefined;
  gigabytes: number | undefined;
  branchId: string;
}
export type ActField = keyof ActInput;

export interface ActForm {
  readonly title: PlainKey;
  /** What it does, for acts that people feel. */
  readonly text?: PlainKey;
  readonly danger?: boolean;
  readonly fields: readonly ActField[];
  /** For the server, which judges the values: what is wrong is said at its field. */
  readonly act: (input: ActInput, line: SubscriptionDetail) => unknown;
  /** A second person may have to be asked, who needs a reason. */
  readonly reason?: 'needed' | 'optional';
}

const DAY = 86_400_000;
const MBIT = 1_000_000;

export const actForms = {
  renew: {
    title: 'subscription.renew',
    fields: ['cycles', 'from'],
    act: ({ cycles, from }) => ({ act: 'renew', cycles, from }),
  },
  activate: { title: 'subscription.activate', fields: ['cycles'], act: ({ cycles }) => ({ act: 'activate', cycles }) },
  extend: {
    title: 'subscription.extend',
    fields: ['days'],
    reason: 'optional',
    act: ({ days }) => ({ act: 'extend', days }),
  },
  setEnd: {
    title: 'subscription.setEnd',
    fields: ['lastDay'],
    reason: 'optional',
    act: ({ lastDay }) => ({ act: 'validUntil', day: lastDay }),
  },
  suspend: {
    title: 'subscription.suspend',
    text: 'subscription.suspendText',
    danger: true,
    fields: [],
    reason: 'needed',
    act: () => ({ act: 'suspend' }),
  },
  leave: {
    title: 'subscription.leave',
    text: 'subscription.leaveText',
    danger: true,
    fields: [],
    reason: 'needed',
    act: () => ({ act: 'leave' }),
  },
  protect: {
    title: 'subscription.protect',
    text: 'subscription.protectText',
    fields: [],
    reason: 'needed',
    act: () => ({ act: 'protect' }),
  },
  unprotect: {
    title: 'subscription.unprotect',
    danger: true,
    fields: [],
    reason: 'needed',
    act: () => ({ act: 'unprotect' }),
  },
  changePackage: {
    title: 'subscription.changePackage',
    fields: ['packageId', 'when'],
    act: ({ packageId, when }) => ({ act: 'changePackage', packageId, when }),
  },
  changeCredentials: {
    title: 'subscription.changeCredentials',
    fields: ['username', 'password'],
    act: ({ username, password }, line) => ({
      act: 'changeCredentials',
      ...(username.trim() === '' || username.trim() === line.username ? {} : { username }),
      ...(password === '' ? {} : { password }),
    }),
  },
  newPassword: {
    title: 'subscription.newPassword',
    text: 'subscription.newPasswordText',
    fields: [],
    act: () => ({ act: 'changeCredentials', newPassword: true }),
  },
  setMacs: {
    title: 'subscription.changeMacs',
    fields: ['macBinding', 'macs'],
    reason: 'optional',
    act: ({ macs, macBinding }) => ({ act: 'setMacs', macs: [...macs], macBinding: macBinding as MacBinding }),
  },
  setSessions: {
    title: 'subscription.sessions',
    fields: ['sessions'],
    reason: 'optional',
    act: ({ sessions }) => ({ act: 'setSessions', ...(sessions === undefined ? {} : { sessions }) }),
  },
  setAddresses: {
    title: 'subscription.changeAddresses',
    fields: ['staticIpv4', 'delegatedPrefix', 'framedRoutes'],
    act: ({ staticIpv4, delegatedPrefix, framedRoutes }) => ({
      act: 'setAddresses',
      ...(staticIpv4.trim() === '' ? {} : { staticIpv4: staticIpv4.trim() }),
      ...(delegatedPrefix.trim() === '' ? {} : { delegatedPrefix: delegatedPrefix.trim() }),
      framedRoutes: [...framedRoutes],
    }),
  },
  overrideRates: {
    title: 'subscription.override',
    fields: ['downMbps', 'upMbps', 'until'],
    reason: 'optional',
    act: ({ downMbps, upMbps, until }) => ({
      act: 'overrideRates',
      rates: {
        downBps: Math.round((downMbps ?? 0) * MBIT),
        upBps: Math.round((upMbps ?? 0) * MBIT),
        until: until ?? 0,
      },
    }),
  },
  addQuota: {
    title: 'subscription.addQuota',
    fields: ['gigabytes'],
    reason: 'optional',
    act: ({ gigabytes }) => ({ act: 'addQuota', gigabytes }),
  },
  moveBranch: {
    title: 'subscription.moveBranch',
    text: 'subscription.moveBranchText',
    fields: ['branchId'],
    act: ({ branchId }) => ({ act: 'moveBranch', branchId: branchId === '' ? null : branchId }),
  },
} as const satisfies Record<string, ActForm>;
export type ActName = keyof typeof actForms;

/** What the form of an act holds and what it sends; faults are said at the fields they are named for. */
export function actSchema(
  form: ActForm,
  line: SubscriptionDetail,
): z.ZodType<{ act: SubscriptionAct; reason?: string }> {
  return z.custom<ActInput>().transform((input, context) => {
    const reason = input.reason.trim();
    if (form.reason === 'needed' && reason === '')
      context.addIssue({
        code: 'too_small',
        minimum: 1,
        origin: 'string',
        inclusive: true,
        path: ['reason'],
        input: '',
      });
    const act = SubscriptionAct.safeParse(form.act(input, line));
    for (const issue of act.error?.issues ?? []) context.addIssue({ ...issue, path: [fieldOf(issue.path)] } as never);
    return act.success ? { act: act.data, ...(reason === '' ? {} : { reason }) } : z.NEVER;
  }) as z.ZodType<{ act: SubscriptionAct; reason?: string }>;
}

const fields: Readonly<Record<string, ActField>> = { day: 'lastDay', downBps: 'downMbps', upBps: 'upMbps' };

function fieldOf(path: readonly PropertyKey[]): string {
  const name = String(path[0] === 'rates' ? path[1] : path[0]);
  return fields[name] ?? name;
}

/** As the line stands. */
export function initialInput(line: SubscriptionDetail): ActInput {
  return {
    cycles: 1,
    from: 'end',
    days: 1,
    lastDay: dayIn(Math.max(line.validUntil ?? 0, now()), line.terms.zone),
    reason: '',
    packageId: '',
    when: 'now',
    username: line.username ?? '',
    password: '',
    macs: [...line.macs],
    macBinding: line.macBinding,
    sessions: line.sessionsOverride,
    staticIpv4: line.staticIpv4 ?? '',
    delegatedPrefix: line.delegatedPrefix ?? '',
    framedRoutes: [...line.framedRoutes],
    downMbps: undefined,
    upMbps: undefined,
    until: now() + DAY,
    gigabytes: 10,
    branchId: line.branchId ?? '',
  };
}
