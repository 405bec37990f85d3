import { Show } from 'solid-js';
import type { AuditRow } from '#shared/audit/audit.ts';
import { absolute } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say } from '../words/words.ts';
import { auditValue, auditVerb } from './auditWords.ts';

/** One line of what changed: `name: Old → New`. */
export function changeLine({ changes }: AuditRow): string {
  return Object.entries(changes)
    .map(([field, { before, after }]) => `${field}: ${auditValue(before)} → ${auditValue(after)}`)
    .join(' · ');
}

export function auditColumns(timeZone: string): readonly TableColumn<AuditRow>[] {
  return [
    {
      id: 'at',
      title: () => say('audit.at'),
      width: 220,
      fixed: true,
      phone: 'corner',
      text: ({ at }) => absolute(at, timeZone),
      cell: ({ at }) => absolute(at, timeZone),
    },
    {
      id: 'who',
      title: () => say('audit.who'),
      width: 150,
      phone: 'last',
      text: ({ user }) => user?.name ?? say('audit.system'),
      cell: ({ user }) => (
        <Show when={user} fallback={<span class="faint">{say('audit.system')}</span>}>
          {(person) => person().name}
        </Show>
      ),
    },
    {
      id: 'what',
      title: () => say('audit.what'),
      width: 170,
      phone: 'text',
      text: ({ type }) => type,
      cell: ({ kind, type }) => (
        <span title={type}>
          <span class="faint">{kind}</span> {auditVerb(type)}
        </span>
      ),
    },
    {
      id: 'object',
      title: () => say('audit.object'),
      width: 180,
      grow: 1,
      phone: 'title',
      text: ({ objectName, objectId }) => objectName ?? objectId,
      cell: ({ objectName, objectId }) => objectName ?? <span class="mono faint">{objectId.slice(0, 8)}</span>,
    },
    {
      id: 'changes',
      title: () => say('audit.changes'),
      width: 220,
      grow: 2,
      yields: 2,
      text: changeLine,
      cell: (row) => changeLine(row),
    },
    {
      id: 'position',
      title: () => say('audit.position'),
      width: 90,
      align: 'end',
      extra: true,
      text: ({ position }) => position,
      cell: ({ position }) => <span class="number faint">{position}</span>,
    },
  ];
}
