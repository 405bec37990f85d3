import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Subject } from '#server/platform/auth/subject.ts';
import type { OpenView, ViewSource } from '#server/platform/live/viewSource.ts';
import { ApprovalRow } from '#shared/approval/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { freshAdministration } from '../tenant/administrationProduct.ts';

const target = ActorId.parse('0198fa29-0b0d-7b80-828d-00000000000c');
const fresh = freshAdministration({
  more: ({ approvals: { approvals } }) => {
    approvals.register('machine.reboot', {
      permission: 'nas.operate',
      payload: z.object({}),
      describe: async () => ({ subjectName: 'core-1', details: { customers: 120 } }),
      send: async () => ({ ok: true, outcome: 'rebooted' }),
    });
    return [];
  },
});

test('a request appears at once where people wait to decide and where its asker waits, and changes there', async () => {
  const [admin, asker] = [await loggedIn(fresh.product.url, ...owner), await loggedIn(fresh.product.url, ...noc)];
  const [decider, person] = [await subjectOf(admin), await subjectOf(asker)];
  await using toDecide = await open(decider, 'toDecide');
  await using mine = await open(person, 'mine');
  await using notMine = await open(decider, 'mine');
  expect([toDecide.rows(), mine.rows()]).toEqual([[], []]);

  const asked = await fresh.product.approvals.approvals.request(person, {
    ...{ act: 'machine.reboot', subjectKind: 'machine', subjectId: target, payload: {}, reason: 'hangs' },
  });
  const id = asked.ok ? asked.approvalId : '';
  await expect.poll(toDecide.rows).toMatchObject([
    {
      id,
      state: 'requested',
      subjectName: 'core-1',
      details: { customers: 120 },
      requestedByName: 'Otieno Odhiambo',
    },
  ]);
  await expect.poll(mine.rows).toHaveLength(1);
  expect(toDecide.changes()).toBeGreaterThan(0);
  const before = mine.version();

  await admin.send('POST', `/api/approvals/${id}/approve`, { note: 'go on' });
  await expect
    .poll(mine.rows)
    .toMatchObject([{ state: 'carriedOut', decidedByName: 'Wanjiru Kamau', note: 'go on', outcome: 'rebooted' }]);
  expect(mine.version()).toBeGreaterThan(before);
  expect(notMine.rows()).toEqual([]);
});

test('what waits for somebody to decide is for those who may decide', async () => {
  const person = await subjectOf(await loggedIn(fresh.product.url, ...noc));
  expect(source().admit(person, { view: 'approvals', filter: 'toDecide' })).toMatchObject({
    ok: false,
    code: 'view/not-permitted',
  });
  expect(source().admit(person, { view: 'approvals', filter: 'mine' })).toMatchObject({ tenant: person.tenant });
});

function source(): ViewSource<{ view: 'approvals'; filter: 'mine' | 'toDecide' }> {
  const [view] = fresh.product.approvals.views ?? [];
  return view as ViewSource<{ view: 'approvals'; filter: 'mine' | 'toDecide' }>;
}

async function subjectOf(browser: TestBrowser): Promise<Subject> {
  const subject = await fresh.product.identity.sessions.authenticate(browser.cookie());
  if (!subject) throw new Error('nobody is logged in');
  return subject;
}

interface Watched extends AsyncDisposable {
  readonly rows: () => ApprovalRow[];
  readonly version: () => number;
  readonly changes: () => number;
}

async function open(subject: Subject, filter: 'mine' | 'toDecide'): Promise<Watched> {
  let changes = 0;
  const request = { view: 'approvals', filter } as const;
  const audience = source().admit(subject, request);
  if ('ok' in audience) throw new Error(audience.code);
  const view: OpenView = await source().open(audience, request, () => void changes++);
  return {
    rows: () => view.read().rows.map(({ fields }) => ApprovalRow.parse(fields)),
    version: () => view.read().rows[0]?.version ?? 0,
    changes: () => changes,
    async [Symbol.asyncDispose]() {
      view.close();
    },
  };
}
