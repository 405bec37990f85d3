import { expect, test } from 'vitest';
import { startRouter } from '../lab/labRouter.ts';
import { startNasNode } from '../nas/nasNode.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';

test(
  'operators.md 3: local secrets are switched off in a batch, read back, and switched on again by the opposite act',
  { timeout: 90_000 },
  async () => {
    await using db = await createTestDatabase();
    const { tenant } = await seedTenant(db);
    await using router = await startRouter('7.16');
    await using node = await startNasNode(db, tenant);
    const nas = await node.register(router.nas);
    await node.untilUp(nas);
    const secrets = router.nas.device.router.table('/ppp/secret');
    const off = (): string[] =>
      secrets
        .all()
        .flatMap(({ values }) =>
          values['disabled'] === 'true' || values['disabled'] === 'yes' ? [values['name']!] : [],
        );
    const names = secrets
      .all()
      .slice(0, 3)
      .map(({ values }) => values['name']!);
    const before = off();
    const act = { act: 'nas.switchAccounts', service: 'ppp', names: [...names, 'is-not-there'] };
    const done = await node.untilIntent(nas, await node.ask(nas, { ...act, disabled: true } as never), 'done');
    expect(off().toSorted()).toEqual([...new Set([...before, ...names])].toSorted());
    expect(done.baseline).toMatchObject({ changed: names.filter((name) => !before.includes(name)) });
    await node.untilIntent(
      nas,
      await node.ask(nas, { ...act, names: done.baseline!['changed'], disabled: false } as never),
      'done',
    );
    expect(off()).toEqual(before);
  },
);
