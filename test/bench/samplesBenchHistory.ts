import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { withClient } from '../support/withClient.ts';

export const METRICS = ['cpu', 'memory', 'temperature', 'ppp', 'hotspot', 'latency', 'rx', 'tx', 'storage', 'voltage'];

const OBJECTS = 200;
/** Not those that live emission gave. */
const FIRST_NUMBER = 1_000_000;

/** As the store would have written it over a year: rows of all objects interleaved by time. Answers the objects. */
export async function fillHistory(superuserUrl: string, tenant: TenantId, now: number): Promise<readonly ActorId[]> {
  return await withClient(superuserUrl, async (client) => {
    await client.query('set search_path = lastmile');
    for (const days of [1, 0, ...Array.from({ length: 13 }, (_, month) => month * 30 + 1)])
      await client.query('select ensure_sample_partitions($1, 0, 0)', [new Date(now - days * 86_400_000)]);
    for (const sql of [
      `insert into sample_object (tenant_id, id, kind, object_id) select $1, ${FIRST_NUMBER} + n, 'nas', gen_random_uuid() from generate_series(1, ${OBJECTS}) n`,
      ...levels(now),
    ]) {
      await client.query(sql, [tenant]);
    }
    await client.query(
      `update sample_rollup set five_until = date_bin('5 minutes', $2, 'epoch'), hour_until = date_bin('1 hour', $2, 'epoch') where tenant_id = $1`,
      [tenant, new Date(now)],
    );
    await client.query('vacuum analyze sample, sample_five, sample_hour, sample_object, sample_metric');
    const { rows } = await client.query<{ object_id: string }>(
      `select object_id from sample_object where tenant_id = $1 and id > ${FIRST_NUMBER}`,
      [tenant],
    );
    return rows.map(({ object_id: id }) => ActorId.parse(id));
  });
}

function levels(now: number): readonly string[] {
  const metrics = `(select array_agg(id order by id) from sample_metric where tenant_id = $1)`;
  const figures = (spread: number): string => `array_fill((random() * ${spread})::real, array[${METRICS.length}])`;
  const rollup = (table: string, step: string, days: number): string =>
    `insert into ${table} (tenant_id, object, at, metrics, low, high, mean, samples)
      select $1, ${FIRST_NUMBER} + n, at, ${metrics}, ${figures(40)}, ${figures(100)}, ${figures(60)}, array_fill(5, array[${METRICS.length}])
      from generate_series(date_bin('${step}', to_timestamp(${now / 1000}), 'epoch') - interval '${days} days', to_timestamp(${now / 1000}) - interval '${step}', '${step}') at,
        generate_series(1, ${OBJECTS}) n`;
  return [
    `insert into sample (tenant_id, object, at, metrics, vals)
      select $1, ${FIRST_NUMBER} + n, at + n * interval '200 ms', ${metrics}, ${figures(100)}
      from generate_series(to_timestamp(${now / 1000}) - interval '1 day', to_timestamp(${now / 1000}) - interval '1 minute', '1 minute') at,
        generate_series(1, ${OBJECTS}) n`,
    rollup('sample_five', '5 minutes', 60),
    rollup('sample_hour', '1 hour', 366),
  ];
}
