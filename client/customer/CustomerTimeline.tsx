import { Show, type JSX } from 'solid-js';
import { CustomerTimeline as TimelineSchema } from '#shared/customer/list.ts';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Timeline, type TimelineFact } from '../ui/Timeline.tsx';
import { say, type PlainKey } from '../words/words.ts';

const glyphs: Readonly<Record<string, GlyphName>> = {
  'customer.registered': 'plus',
  'customer.changed': 'edit',
  'customer.archived': 'shelved',
  'customer.restored': 'undo',
  'customer.documentAdded': 'upload',
  'customer.documentRead': 'eye',
  'customer.documentRemoved': 'trash',
};

const fieldWords: Readonly<Record<string, PlainKey>> = {
  name: 'customer.column.name',
  kind: 'customer.form.kind',
  code: 'customer.column.code',
  phones: 'customer.form.phones',
  email: 'customer.column.email',
  address: 'customer.column.address',
  latitude: 'customer.form.place',
  longitude: 'customer.form.place',
  branchId: 'customer.column.branch',
  labels: 'customer.column.labels',
  notes: 'customer.form.notes',
};

/** What was done about the customer, newest first; again after every change. */
export function CustomerTimeline(props: { customer: CustomerRecord }): JSX.Element {
  const session = useSession();
  const events = createFetched(
    (signal) => getJson(`/api/customers/${props.customer.id}/timeline`, TimelineSchema, { signal }),
    () => props.customer.version,
  );
  const facts = (): TimelineFact[] =>
    (events.data() ?? []).map(({ id, at, type, by, fields }) => {
      const changed = [...new Set(fields.flatMap((field) => fieldWords[field] ?? []))].map((word) => say(word));
      const word = `customer.event.${type.replace('customer.', '')}` as 'customer.event.changed';
      return {
        ...{ id, at, by, glyph: glyphs[type] ?? 'info' },
        text: `${type in glyphs ? say(word) : type}${changed.length > 0 ? `: ${changed.join(', ')}` : ''}`,
      };
    });
  return (
    <Show
      when={events.trouble() === undefined || events.data()}
      fallback={<ErrorState title={say('admin.failed')} text={events.trouble() ?? ''} />}
    >
      <Timeline facts={facts()} timeZone={session.timeZone} />
    </Show>
  );
}
