import { AlarmSeverity } from '#shared/alarm/values.ts';
import { NasState } from '#shared/nas/values.ts';
import type { SearchHit, SearchKind } from '#shared/search/search.ts';
import { SubscriptionState } from '#shared/subscription/values.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import { say, type PlainKey } from '../words/words.ts';
import type { Act } from './acts.ts';

/** What acts on an object that was found may use. */
export interface ObjectTools {
  readonly may: (permission: Permission) => boolean;
  readonly go: (path: string) => void;
  readonly send: (kind: string, id: string, command: { readonly type: string }) => Promise<Reply>;
  /** Says how it went. */
  readonly told: (reply: Reply, done: string) => void;
  readonly tenantId: string;
}

/** How a kind of object is shown where things of all kinds are: palette and home. */
export interface ObjectKind {
  readonly word: PlainKey;
  readonly glyph: GlyphName;
  /** Where it is looked at. */
  readonly href: (hit: SearchHit) => string;
  /** Its state in words. */
  readonly note?: (hit: SearchHit) => string | undefined;
  readonly acts?: (hit: SearchHit, tools: ObjectTools) => readonly Act[];
}

export const objectKinds: { readonly [Kind in SearchKind]: ObjectKind } = {
  alarm: {
    word: 'alarm.title',
    glyph: 'bell',
    href: ({ id }) => `/alarms?alarm=${id}`,
    note: ({ state }) => {
      const severity = AlarmSeverity.safeParse(state);
      return severity.success ? say(`severity.${severity.data}`) : undefined;
    },
    acts: alarmActs,
  },
  customer: {
    word: 'search.customers',
    glyph: 'person',
    href: ({ id }) => `/customers/${id}`,
    note: ({ state }) => (state === 'archived' ? say('customer.archivedOnly') : undefined),
  },
  nas: {
    word: 'search.routers',
    glyph: 'router',
    href: ({ id }) => `/routers/${id}`,
    note: ({ state }) => {
      const known = NasState.safeParse(state);
      return known.success ? say(`nas.state.${known.data}`) : undefined;
    },
    acts: routerActs,
  },
  session: {
    word: 'online.title',
    glyph: 'live',
    href: ({ id }) => `/sessions/${id}`,
    note: ({ state }) => (state === 'unknown' ? say('online.state.unknown') : undefined),
  },
  subscription: {
    word: 'search.subscriptions',
    glyph: 'key',
    href: ({ id }) => `/subscriptions/${id}`,
    note: ({ state }) => {
      const known = SubscriptionState.safeParse(state);
      return known.success ? say(`subscription.state.${known.data}`) : undefined;
    },
  },
  user: {
    word: 'search.people',
    glyph: 'person',
    href: ({ id, title }) => `/users?text=${encodeURIComponent(title)}&person=${id}`,
  },
};

function routerActs(hit: SearchHit, { go, may, tenantId }: ObjectTools): readonly Act[] {
  return [
    { id: 'nas.open', label: say('ui.openPage'), glyph: 'router', run: () => go(`/routers/${hit.id}`) },
    ...(may('inspector.view')
      ? [
          {
            id: 'nas.inspect',
            label: say('peek.inspect'),
            glyph: 'system',
            run: () => go(`/inspector/actor/${tenantId}/nas/${hit.id}`),
          } satisfies Act,
        ]
      : []),
  ];
}

function alarmActs(hit: SearchHit, { may, send, told, go, tenantId }: ObjectTools): readonly Act[] {
  const command = (verb: 'acknowledge' | 'claim'): Act => ({
    id: `alarm.${verb}`,
    label: say(`act.${verb}`),
    glyph: verb === 'claim' ? 'claimed' : 'acknowledged',
    run: () =>
      void send('alarm', hit.id, { type: `alarm.${verb}` }).then((reply) =>
        told(reply, say(`done.${verb}`, { source: hit.title })),
      ),
  });
  return [
    ...(may('alarm.acknowledge') ? [command('acknowledge')] : []),
    ...(may('alarm.claim') ? [command('claim')] : []),
    ...(may('inspector.view')
      ? [
          {
            id: 'alarm.inspect',
            label: say('peek.inspect'),
            glyph: 'system',
            run: () => go(`/inspector/actor/${tenantId}/alarm/${hit.id}`),
          } satisfies Act,
        ]
      : []),
  ];
}
