import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { StoredState } from '#actors/system/ports.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { DomainTable, DomainWrite } from './domainTable.ts';

/** How a column is written; `instant` is timestamptz in the table and ms since 1970 in the state. */
export type ColumnType = 'uuid' | 'text' | 'int' | 'bigint' | 'boolean' | 'jsonb' | 'instant' | 'uuid[]' | 'text[]';

export interface DomainTableOptions<State extends { readonly id: ActorId }> {
  readonly kind: string;
  /** Without schema; its primary key is (tenant_id, id) and it has a `version`. */
  readonly table: string;
  /** Every field of the state but `id`, in the table under the same name in snake_case. */
  readonly columns: Readonly<Record<Exclude<keyof State & string, 'id'>, ColumnType>>;
  /** A row by the state's names, absent for null. */
  readonly state: z.ZodType<State>;
}

/** What a store may build its own queries on: `select ${columns}`, then `parse` for each row. */
export interface StateColumns<State> {
  readonly columns: string;
  parse(row: unknown): { readonly version: number; readonly state: State };
}

const VersionRow = z.object({ id: ActorId, version: z.coerce.number().int() });
const Row = z.looseObject({ version: z.coerce.number().int() });

/** The relational home of a kind whose state is one row of one table: set-based, sorted by id, with version check. */
export function createDomainTable<State extends { readonly id: ActorId }>(
  options: DomainTableOptions<State>,
): DomainTable & StateColumns<State> {
  const { kind, table } = options;
  const fields = Object.entries<ColumnType>(options.columns);
  const columns = ['id', 'version', ...fields.map(([field, type]) => selected(field, type))].join(', ');
  const save = saveStatement(table, fields);
  const parse = (row: unknown): { version: number; state: State } => {
    const { version, ...rest } = Row.parse(row);
    const present = Object.entries(rest).filter(([, value]) => value !== null);
    return { version, state: options.state.parse(Object.fromEntries(present)) };
  };
  return {
    kind,
    columns,
    parse,
    async load(client, tenant, ids): Promise<Map<ActorId, StoredState>> {
      const rows = await byId(client, tenant, { name: `${kind}.load`, table, columns, ids });
      return new Map(rows.map(parse).map((stored) => [stored.state.id, stored]));
    },
    async versions(client, tenant, ids) {
      const rows = await byId(client, tenant, { name: `${kind}.versions`, table, columns: 'id, version', ids });
      return new Map(rows.map((row) => VersionRow.parse(row)).map(({ id, version }) => [id, version]));
    },
    async save(client, tenant, writes: readonly DomainWrite[]) {
      const records = writes.map(({ state, expectedVersion }) => ({
        ...(state as State),
        version: expectedVersion + 1,
      }));
      const values = [tenant, JSON.stringify(records)];
      const { rows } = await client.query({ name: `${kind}.save`, text: save, values });
      return new Set(rows.map((row) => Saved.parse(row).id));
    },
  };
}

/** Made once: a schema costs far more than what it reads. */
const Saved = z.object({ id: ActorId });

interface ById {
  readonly name: string;
  readonly table: string;
  readonly columns: string;
  readonly ids: readonly ActorId[];
}

/** One look-up by primary key per id: `limit` keeps it a loop also for a table that has no statistics yet. */
async function byId(client: PoolClient, tenant: TenantId, { name, table, columns, ids }: ById): Promise<unknown[]> {
  const text = `select found.* from unnest($2::uuid[]) as wanted (wanted_id)
    cross join lateral (
      select ${columns} from lastmile.${table} where tenant_id = $1 and id = wanted_id limit 1) found`;
  const { rows } = await client.query<Record<string, unknown>>({ name, text, values: [tenant, ids] });
  return rows;
}

function saveStatement(table: string, fields: readonly (readonly [string, ColumnType])[]): string {
  const names = fields.map(([field]) => snake(field));
  const typed = fields.map(([field, type]) => `"${field}" ${type === 'instant' ? 'float8' : type}`);
  const values = fields.map(([field, type]) =>
    type === 'instant' ? `to_timestamp(r."${field}" / 1000)` : `r."${field}"`,
  );
  return `insert into lastmile.${table} as t (tenant_id, id, version, ${names.join(', ')})
    select $1, r.id, r.version, ${values.join(', ')}
    from json_to_recordset($2::json) as r(id uuid, version bigint, ${typed.join(', ')})
    order by r.id
    on conflict (tenant_id, id) do update set
      version = excluded.version, ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
    where t.version = excluded.version - 1
    returning id`;
}

function selected(field: string, type: ColumnType): string {
  const column = snake(field);
  if (type === 'instant') return `round(extract(epoch from ${column}) * 1000)::float8 as "${field}"`;
  return type === 'bigint' ? `${column}::float8 as "${field}"` : `${column} as "${field}"`;
}

function snake(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
