import pg from 'pg';

const { builtins } = pg.types;

/**
 * One meaning per type on every connection, slonik's and plain: int8 → bigint, numeric → text (no digit is lost),
 * timestamptz → milliseconds since 1970 (PostgreSQL's microseconds are cut), date → text.
 */
const own = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.NUMERIC, (text) => text],
  [builtins.TIMESTAMPTZ, parseInstant],
  [builtins.DATE, (text) => text],
  // _int8 has no name among the builtins.
  [1016, parseBigints],
]);

/** For the `types` option of plain pg clients and pools. */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser(oid, format): unknown {
    const parser = format === 'binary' ? undefined : own.get(oid);
    return parser ?? pg.types.getTypeParser(oid, format);
  },
};

/** Returns ±Infinity for PostgreSQL's infinite times. Throws for text that is no time. */
export function parseInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  // 2026-01-02 03:04:05.678901+00 → ISO 8601, which has a colon in the offset and three decimals.
  const iso = text
    .replace(' ', 'T')
    .replace(/(\.\d{3})\d+/, '$1')
    .replace(/([+-]\d{2})$/, '$1:00');
  const at = Date.parse(iso);
  if (Number.isNaN(at)) throw new TypeError(`not a time: ${text}`);
  return at;
}

/** One dimension is what queries return; slonik leaves nulls to the row schema, so they stay null. */
function parseBigints(text: string): (bigint | null)[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',').map((item) => (item === 'NULL' ? null : BigInt(item)));
}
