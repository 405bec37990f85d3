import { expect, test } from 'vitest';
import { countSavedViews, putSavedView, removeSavedView, savedViews } from '#server/savedView/savedViewStore.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';

const at = Date.UTC(2026, 10, 21);
const view = (name: string, shared: boolean, query = 'severity=critical'): Parameters<typeof putSavedView>[2] => ({
  id: crypto.randomUUID(),
  screen: 'alarms',
  name,
  shared,
  state: { query, columns: ['severity', 'text'] },
  at,
});

test('a person finds own views and shared ones, saves under a name once, and removes only what is theirs', async () => {
  await using db = await createTestDatabase();
  const { tenant, users } = await seedTenant(db);
  const [mine, other] = users;
  await db.database.tenantTx(tenant, async (tx) => {
    const first = await putSavedView(tx, mine, view('Night shift', false));
    expect(await putSavedView(tx, mine, view('Night shift', false, 'state=raised'))).toBe(first);
    await putSavedView(tx, other, view('Everybody’s', true));
    await putSavedView(tx, other, view('Their own', false));
    await putSavedView(tx, mine, { ...view('Elsewhere', false), screen: 'routers' });

    const seen = await savedViews(tx, mine, 'alarms');
    expect(seen.map(({ name, own }) => [name, own])).toEqual([
      ['Everybody’s', false],
      ['Night shift', true],
    ]);
    expect(seen[1]?.state).toEqual({ query: 'state=raised', columns: ['severity', 'text'] });
    expect(await countSavedViews(tx, mine)).toBe(2);

    expect(await removeSavedView(tx, mine, seen[0]!.id)).toBeUndefined();
    expect(await removeSavedView(tx, mine, first)).toEqual({ shared: false });
    expect((await savedViews(tx, mine, 'alarms')).map(({ name }) => name)).toEqual(['Everybody’s']);
  });
});
