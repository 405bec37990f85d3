import type pg from 'pg';
import type { World } from './tenancyWorld.ts';

/** Bulk jobs with the same ids in every tenant; all texts are marked. */
export async function fillBulk(client: pg.Client, tenant: string, mark: string, world: World): Promise<void> {
  await client.query(`insert into lastmile.brake_rules values ($1, 40, 10, false, '2026-11-10')`, [tenant]);
  await client.query(`insert into lastmile.automatic_cut values ($1, '2026-11-10', $2, 3)`, [
    tenant,
    world.actorIds[1],
  ]);
  for (const [n, id] of world.actorIds.entries()) {
    // One id is left free, so that a new job can be made under it.
    if (n === 0) continue;
    const state = n % 2 === 0 ? 'running' : 'done';
    await client.query(
      `insert into lastmile.bulk_job (tenant_id, id, version, number, kind, state, title, format, headings, looked, trouble, created_by, created_at)
       values ($1, $2, 1, $3, 'import', $4, $5, 'csv', $6, 1, $7, $8, '2026-11-10')`,
      [tenant, id, n, state, `${mark}file`, JSON.stringify([`${mark}heading`]), `${mark}trouble`, world.userIds[n % 4]],
    );
    await client.query(`insert into lastmile.bulk_file (tenant_id, job_id, piece, content) values ($1, $2, 0, $3)`, [
      tenant,
      id,
      Buffer.from(`${mark}content`),
    ]);
    await client.query(
      `insert into lastmile.bulk_row (tenant_id, job_id, line, state, plan, name, problems, given, username_key, customer_key, phone, address, customer_id, cut, done_at)
       values ($1, $2, 2, $3, 'newCustomer', $4, $5, $6, 'shared-user', 'shared-customer', '+254722000000', '10.0.0.1', $2, true, '2026-11-10')`,
      [
        tenant,
        id,
        state === 'done' ? 'done' : 'pending',
        `${mark}row`,
        JSON.stringify([
          { severity: 'error', code: 'bulk/package-unknown', message: `${mark}message`, value: `${mark}package` },
        ]),
        Buffer.from(`${mark}given`),
      ],
    );
  }
}
