import type { Permission } from '#shared/tenant/permissions.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { PlainKey } from '../words/words.ts';

/** The rail goes by work, not by module. */
export const placeGroups = ['now', 'customers', 'network', 'system'] as const;
export type PlaceGroup = (typeof placeGroups)[number];

/** A screen one can go to: on the rail, in the palette, in the keyboard help, and as the first part of the trail. */
export interface Place {
  readonly path: string;
  readonly word: PlainKey;
  readonly glyph: GlyphName;
  readonly group: PlaceGroup;
  /** Who has one of these may go there; absent: everybody. */
  readonly permissions?: readonly Permission[];
  /** Pressed after `g`. */
  readonly key?: string;
  /** `palette`: found by name, not on the rail. */
  readonly only?: 'palette';
  /** More names under which somebody may look for it. */
  readonly also?: readonly PlainKey[];
}

/** One line per screen, in the order of the rail; its component is a line in routes.tsx. */
export const places: readonly Place[] = [
  { path: '/', word: 'place.home', glyph: 'home', group: 'now', key: 'h' },
  { path: '/alarms', word: 'alarm.title', glyph: 'bell', group: 'now', permissions: ['alarm.view'], key: 'a' },
  {
    path: '/alarms/history',
    word: 'place.alarmHistory',
    glyph: 'bell',
    group: 'now',
    permissions: ['alarm.view'],
    only: 'palette',
  },
  {
    path: '/customers',
    word: 'customer.title',
    glyph: 'person',
    group: 'customers',
    permissions: ['customer.view'],
    key: 'c',
  },
  {
    path: '/subscriptions',
    word: 'subscription.title',
    glyph: 'link',
    group: 'customers',
    permissions: ['subscription.view'],
    key: 's',
  },
  {
    path: '/subscriptions/new',
    word: 'subscription.new',
    glyph: 'plus',
    group: 'customers',
    permissions: ['subscription.create'],
    only: 'palette',
  },
  {
    path: '/subscriptions/expiring',
    word: 'subscription.expiring',
    glyph: 'calendar',
    group: 'customers',
    permissions: ['subscription.view'],
    key: 'e',
  },
  {
    path: '/troubleshooting',
    word: 'trouble.title',
    glyph: 'search',
    group: 'customers',
    permissions: ['session.view'],
    key: 't',
    also: ['trouble.why'],
  },
  {
    path: '/packages',
    word: 'package.title',
    glyph: 'overload',
    group: 'customers',
    permissions: ['package.view'],
    key: 'b',
  },
  { path: '/sessions', word: 'online.title', glyph: 'live', group: 'now', permissions: ['session.view'], key: 'n' },
  {
    path: '/sessions/usage',
    word: 'online.usage',
    glyph: 'live',
    group: 'now',
    permissions: ['session.view'],
    only: 'palette',
    also: ['online.top', 'online.heat', 'online.trend'],
  },
  {
    path: '/sessions/address',
    word: 'online.address',
    glyph: 'search',
    group: 'now',
    permissions: ['session.findAddress'],
    only: 'palette',
  },
  { path: '/routers', word: 'nas.title', glyph: 'router', group: 'network', permissions: ['nas.view'], key: 'r' },
  { path: '/ip-pools', word: 'pool.title', glyph: 'columns', group: 'network', permissions: ['pool.view'] },
  { path: '/radius', word: 'radius.title', glyph: 'system', group: 'network', permissions: ['radius.view'], key: 'd' },
  { path: '/map', word: 'nas.map', glyph: 'pin', group: 'network', permissions: ['nas.view'], key: 'm' },
  {
    path: '/bulk',
    word: 'bulk.title',
    glyph: 'upload',
    group: 'customers',
    permissions: ['bulk.view'],
    also: ['bulk.import', 'bulk.export', 'bulk.hold'],
  },
  {
    path: '/vouchers',
    word: 'voucher.title',
    glyph: 'key',
    group: 'network',
    permissions: ['voucher.view'],
    key: 'k',
    also: ['hotspot.title'],
  },
  {
    path: '/vouchers/report',
    word: 'voucher.report',
    glyph: 'calendar',
    group: 'network',
    permissions: ['voucher.view'],
    only: 'palette',
  },
  {
    path: '/vouchers/hotspot',
    word: 'hotspot.title',
    glyph: 'router',
    group: 'network',
    permissions: ['voucher.view'],
    only: 'palette',
  },
  { path: '/on-call', word: 'onCall.title', glyph: 'claimed', group: 'system', permissions: ['onCall.view'], key: 'o' },
  { path: '/on-call/me', word: 'onCall.mine', glyph: 'bell', group: 'system', only: 'palette' },
  {
    path: '/maintenance',
    word: 'maintenance.title',
    glyph: 'maintenance',
    group: 'network',
    permissions: ['maintenance.view'],
    key: 'w',
  },
  {
    path: '/maintenance/new',
    word: 'maintenance.plan',
    glyph: 'plus',
    group: 'network',
    permissions: ['maintenance.manage'],
    only: 'palette',
  },
  { path: '/approvals', word: 'approval.title', glyph: 'acknowledged', group: 'system', key: 'v' },
  {
    path: '/approvals/history',
    word: 'place.approvalHistory',
    glyph: 'acknowledged',
    group: 'system',
    permissions: ['approval.decide'],
    only: 'palette',
  },
  { path: '/users', word: 'user.title', glyph: 'person', group: 'system', permissions: ['user.view'], key: 'u' },
  {
    path: '/users/invitations',
    word: 'user.invitations',
    glyph: 'person',
    group: 'system',
    permissions: ['user.view'],
    only: 'palette',
  },
  { path: '/roles', word: 'role.title', glyph: 'lock', group: 'system', permissions: ['user.view'], only: 'palette' },
  { path: '/company', word: 'company.title', glyph: 'bookmark', group: 'system', permissions: ['tenant.manage'] },
  { path: '/branches', word: 'branch.title', glyph: 'pin', group: 'system', only: 'palette' },
  {
    path: '/tokens',
    word: 'token.title',
    glyph: 'key',
    group: 'system',
    permissions: ['token.manage'],
    only: 'palette',
  },
  {
    path: '/reports/given',
    word: 'given.title',
    glyph: 'calendar',
    group: 'system',
    permissions: ['audit.view'],
    also: ['given.report'],
  },
  { path: '/audit', word: 'audit.title', glyph: 'search', group: 'system', permissions: ['audit.view'], key: 'l' },
  {
    path: '/inspector',
    word: 'inspector.title',
    glyph: 'system',
    group: 'system',
    permissions: ['inspector.view'],
    key: 'i',
  },
  {
    path: '/inspector/set-aside',
    word: 'place.setAside',
    glyph: 'system',
    group: 'system',
    permissions: ['inspector.view'],
    only: 'palette',
  },
  { path: '/account', word: 'place.account', glyph: 'person', group: 'system', key: 'p', only: 'palette' },
];

export function mayGoTo(place: Place, permissions: readonly Permission[]): boolean {
  return place.permissions === undefined || place.permissions.some((one) => permissions.includes(one));
}

/** The place an address belongs to: the longest path it begins with. */
export function placeOf(pathname: string, among: readonly Place[] = places): Place | undefined {
  const fitting = among.filter(({ path }) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)));
  return fitting.toSorted((left, right) => right.path.length - left.path.length)[0];
}
