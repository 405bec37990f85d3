import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { AlarmBoards } from '#server/alarm/alarmBoards.ts';
import { alarmListView } from '#server/alarm/alarmListView.ts';
import { alarmView } from '#server/alarm/alarmView.ts';
import { alarmWallView } from '#server/alarm/alarmWallView.ts';
import type { Subject } from '#server/platform/auth/subject.ts';
import type { OpenView, ViewSource } from '#server/platform/live/viewSource.ts';
import { AlarmRow, AlarmTimelineEntry } from '#shared/alarm/view.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { alarmId, ann, bob, east, MemoryAlarms, standing, subjectWith, west } from './boardHarness.ts';

type AlarmsRequest = Extract<ViewRequest, { view: 'alarms' }>;

const list = (change: Partial<AlarmsRequest['filter']> = {}): AlarmsRequest => ({
  view: 'alarms',
  filter: { severities: [], states: [], text: '', mine: false, ...change },
  sort: 'newest',
  window: { offset: 0, limit: 50 },
});

const plain = new Set(Permission.options.filter((name) => name !== 'alarm.viewComments'));

function boardsOf(port: MemoryAlarms): AlarmBoards {
  return new AlarmBoards(port, new SimulatedClock());
}

async function look<R extends ViewRequest>(
  source: ViewSource<R>,
  request: R,
  subject: Subject = subjectWith(),
): Promise<OpenView> {
  const audience = source.admit(subject, request);
  if ('ok' in audience) throw new Error(audience.code);
  return source.open(audience, request, () => {});
}

const ids = (view: OpenView): string[] => view.read().rows.map((row) => row.id);

test('without alarm.view every alarm view is refused', () => {
  const port = new MemoryAlarms();
  const boards = boardsOf(port);
  const nobody = subjectWith({ permissions: new Set() });
  expect(alarmListView(boards).admit(nobody, list())).toMatchObject({ ok: false, code: 'view/not-permitted' });
  expect(alarmWallView(boards).admit(nobody, { view: 'wall' })).toMatchObject({
    ok: false,
    code: 'view/not-permitted',
  });
  expect(alarmView(boards, port).admit(nobody, { view: 'alarm', id: alarmId(1) })).toMatchObject({
    ok: false,
    code: 'view/not-permitted',
  });
});

test('shelved and cleared alarms are listed only when asked for', async () => {
  const port = new MemoryAlarms([
    standing(1),
    standing(2, { state: 'shelved', shelvedUntil: 9_000 }),
    standing(3, { state: 'cleared', clearedAt: 1 }),
  ]);
  const source = alarmListView(boardsOf(port));
  expect(ids(await look(source, list()))).toEqual([alarmId(1)]);
  expect(ids(await look(source, list({ states: ['shelved', 'cleared'] })))).toEqual([alarmId(3), alarmId(2)]);
});

test('people of one branch see its alarms and those of none, in lists, figures and single alarms', async () => {
  const port = new MemoryAlarms([standing(1, { branchId: west }), standing(2, { branchId: east }), standing(3)]);
  const boards = boardsOf(port);
  const westerner = subjectWith({ branches: [west] });
  expect(ids(await look(alarmListView(boards), list(), westerner))).toEqual([alarmId(3), alarmId(1)]);
  expect((await look(alarmWallView(boards), { view: 'wall' }, westerner)).read().rows[0]?.fields).toMatchObject({
    major: 2,
  });
  expect(ids(await look(alarmView(boards, port), { view: 'alarm', id: alarmId(2) }, westerner))).toEqual([]);
  expect(ids(await look(alarmView(boards, port), { view: 'alarm', id: alarmId(1) }, westerner))).toEqual([alarmId(1)]);
});

test('mine means claimed by whoever asks, so it is a view of their own', async () => {
  const port = new MemoryAlarms([
    standing(1, { state: 'claimed', claimedBy: ann }),
    standing(2, { state: 'claimed', claimedBy: bob }),
  ]);
  const source = alarmListView(boardsOf(port));
  expect(ids(await look(source, list({ mine: true })))).toEqual([alarmId(1)]);
  expect(ids(await look(source, list({ mine: true }), subjectWith({ userId: bob })))).toEqual([alarmId(2)]);
});

test('names and written words are absent for those who may not read comments', async () => {
  const shelved = standing(1, {
    state: 'shelved',
    claimedBy: bob,
    claimedAt: 5,
    shelvedReason: 'Bob is on it',
    comments: 1,
  });
  const port = new MemoryAlarms([shelved]);
  await port.commit([shelved], { type: 'alarm.commented', by: bob, data: { text: 'secret' } });
  await port.commit([shelved], { type: 'alarm.shelved', by: bob, data: { until: 9_000, reason: 'secret' } });
  await port.commit([shelved], { type: 'alarm.taken', by: ann, data: { from: bob } });
  const boards = boardsOf(port);
  const source = alarmView(boards, port);
  const full = JSON.stringify((await look(source, { view: 'alarm', id: alarmId(1) })).read());
  expect(full).toContain('secret');
  expect(full).toContain('Taken over from Bob');
  const seen = (await look(source, { view: 'alarm', id: alarmId(1) }, subjectWith({ permissions: plain }))).read();
  const listed = (
    await look(alarmListView(boards), list({ states: ['shelved'] }), subjectWith({ permissions: plain }))
  ).read();
  expect(JSON.stringify([seen, listed])).not.toMatch(/secret|Bob|Ann/);
  expect(seen.rows.map((row) => row.fields['text'])).toEqual([shelved.text, 'Commented', 'Shelved', 'Taken over']);
});

test('rows and timeline entries have the shapes screens expect', async () => {
  const port = new MemoryAlarms([standing(1, { branchId: west, claimedBy: ann, claimedAt: 7, state: 'claimed' })]);
  await port.commit([standing(1)], {
    type: 'alarm.raised',
    data: { source: 'a', cause: 'b', severity: 'major', text: 'c', episode: 1, occurrences: 1 },
  });
  const [alarm, event] = (await look(alarmView(boardsOf(port), port), { view: 'alarm', id: alarmId(1) })).read().rows;
  expect(AlarmRow.parse(alarm?.fields)).toEqual(alarm?.fields);
  expect(AlarmTimelineEntry.strict().parse(event?.fields)).toMatchObject({ position: 1, text: 'Raised, major: c' });
  expect(event).toMatchObject({ id: 'event:1', version: 1 });
});

test('what happens while history is read is in the timeline once', async () => {
  const port = new MemoryAlarms([standing(1)]);
  await port.commit([standing(1)], { type: 'alarm.acknowledged', by: ann });
  const boards = boardsOf(port);
  const history = port.history.bind(port);
  port.history = async (...question) => {
    const records = await history(...question);
    await port.commit([standing(1, { occurrences: 2 })], { type: 'alarm.repeated', data: { occurrences: 1 } });
    return records;
  };
  const view = await look(alarmView(boards, port), { view: 'alarm', id: alarmId(1) });
  await port.commit([standing(1, { occurrences: 3 })], { type: 'alarm.repeated', data: { occurrences: 4 } });
  expect(view.read().rows.map((row) => row.fields['text'])).toEqual([
    standing(1).text,
    'Acknowledged',
    'Reported again',
    'Reported 4 times more',
  ]);
  expect(view.read().rows[0]?.fields).toMatchObject({ occurrences: 3 });
});

test('a board that could not be loaded is tried again by the next subscriber', async () => {
  const port = new MemoryAlarms([standing(1)]);
  const load = port.load.bind(port);
  let attempts = 0;
  port.load = async (...question) => {
    attempts += 1;
    if (attempts === 1) throw new Error('no database');
    return load(...question);
  };
  const source = alarmListView(boardsOf(port));
  await expect(look(source, list())).rejects.toThrow('no database');
  expect(ids(await look(source, list()))).toEqual([alarmId(1)]);
});
