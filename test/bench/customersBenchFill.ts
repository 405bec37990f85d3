import type pg from 'pg';
import { BranchId, type TenantId } from '#shared/values/ids.ts';

const given =
  'john mary peter grace james faith david mercy joseph ann daniel jane samuel rose mohammed fatima abdul rahim karim amina hassan nusrat tanvir ayesha';
const middle =
  'wanjiku njeri achieng otieno kipchoge mutua wambui nyambura auma atieno chebet kiprono al bin begum khatun akter uddin chandra rani';
const family =
  'mwangi kamau njoroge odhiambo ochieng kiptoo koech musyoka maina kariuki rahman hossain islam ahmed khan chowdhury das sarkar miah alam omondi were juma abdi';

const words = (list: string): string => `array['${list.split(' ').join("','")}']`;
const pick = (list: string, n: string, stride: number): string =>
  `(${words(list)})[1 + ((${n} * ${stride} + ${n} / 7) % ${list.split(' ').length})]`;

/**
 * Names as they repeat in two countries, a phone, a number, a label for some, and for each a subscription's username, MAC
 * and address. Answers how many keys.
 */
export async function fillCustomers(
  client: pg.Client,
  tenant: TenantId,
  count: number,
): Promise<{ readonly keys: number; readonly branches: readonly BranchId[] }> {
  const branches = Array.from({ length: 8 }, (_, n) => BranchId.parse(`0198fa29-0b0d-7b80-828d-00000000010${n}`));
  // Foreign keys hold by construction; checking them row by row takes longer than all the rest.
  await client.query('set session_replication_role = replica');
  for (const [n, id] of branches.entries())
    await client.query(`insert into lastmile.branch values ($1, $2, $3, 'Africa/Nairobi', now())`, [
      tenant,
      id,
      `Branch ${n}`,
    ]);
  await client.query(
    `create temporary table filled as select n, gen_random_uuid() as id, gen_random_uuid() as line,
      ${pick(given, 'n', 1)} as w1, ${pick(middle, 'n', 3)} as w2, ${pick(family, 'n', 5)} as w3,
      '2547' || lpad((n::bigint * 7919 % 100000000)::text, 8, '0') as phone,
      array_remove(array[case when hashint4(n) % 20 = 0 then 'vip' end, case when hashint4(n) % 3 = 0 then 'fibre' end,
        case when n % 50000 = 0 then 'rare' end, case when n <= 60000 then 'imported' end], null) as labels,
      ($1::uuid[])[1 + floor(power(n % 97 / 97.0, 2) * 8)::int] as branch
    from generate_series(1, ${count}) n`,
    [branches],
  );
  await client.query(
    `insert into lastmile.customer (tenant_id, id, version, number, kind, name, name_key, phones, address,
      branch_id, labels, notes, created_at, changed_at)
    select $1, id, 1, 1000 + n, 'person', initcap(w1 || ' ' || w2 || ' ' || w3), w1 || ' ' || w2 || ' ' || w3, array['+' || phone], '',
      branch, labels, '', timestamptz '2025-01-01' + n * interval '1 minute', now() from filled`,
    [tenant],
  );
  await client.query(
    `insert into lastmile.customer_label (tenant_id, label, customer_id, name_key, number, created_at, branch_id)
    select c.tenant_id, l, c.id, c.name_key, c.number, c.created_at, c.branch_id from lastmile.customer c, unnest(c.labels) l
    where c.tenant_id = $1`,
    [tenant],
  );
  const { rowCount } = await client.query(
    `insert into lastmile.search_key (tenant_id, key, kind, object_id, customer_id, branch_id)
    select $1, k.key, k.kind, case k.kind when 'customer' then id else line end, id, branch
    from filled, lateral (values ('customer', w1), ('customer', w2), ('customer', w3), ('customer', phone), ('customer', right(phone, 9)),
      ('customer', 'c' || 1000 + n), ('customer', (1000 + n)::text),
      ('customer', '#' || labels[1]), ('customer', '#' || labels[2]), ('customer', '#' || labels[3]),
      ('subscription', 'user' || lpad(n::text, 6, '0')), ('subscription', lpad(to_hex(n::bigint * 104729), 12, 'aabbcc000000')),
      ('subscription', '10.' || n / 65536 || '.' || n / 256 % 256 || '.' || n % 256)) k(kind, key)
    where k.key is not null on conflict do nothing`,
    [tenant],
  );
  await client.query('vacuum analyze lastmile.customer, lastmile.customer_label, lastmile.search_key');
  return { keys: rowCount ?? 0, branches };
}
