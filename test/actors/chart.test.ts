import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { alarmActor } from '#actors/alarm/alarmActor.ts';
import { chartOf } from '#actors/system/chart.ts';
import { ChartStateSchema, type ChartState } from '#shared/inspector/view.ts';

function find(chart: ChartState, ...path: readonly string[]): ChartState {
  return path.reduce((state, name) => state.children.find((child) => child.name === name)!, chart);
}

test('the chart of the alarm shows its states, what leads where and under which condition', () => {
  const { chart } = alarmActor;
  expect(ChartStateSchema.parse(JSON.parse(JSON.stringify(chart)))).toEqual(JSON.parse(JSON.stringify(chart)));
  expect(chart.children.map(({ name, initial }) => [name, initial])).toEqual([
    ['absent', true],
    ['standing', false],
    ['cleared', false],
  ]);
  expect(find(chart, 'standing').children.map(({ name }) => name)).toEqual([
    'raised',
    'acknowledged',
    'claimed',
    'shelved',
  ]);
  expect(find(chart, 'standing', 'claimed').transitions).toContainEqual({
    event: 'alarm.release',
    targets: ['acknowledged'],
    guard: 'byHolder',
  });
  expect(find(chart, 'absent').transitions).toContainEqual({
    event: 'alarm.raise',
    targets: ['raised'],
    guard: undefined,
  });
});

test('a nested machine is drawn with parallel parts, final states, eventless and delayed transitions', () => {
  const machine = setup({ guards: { ready: () => true } }).createMachine({
    id: 'nested',
    initial: 'outer',
    states: {
      outer: {
        type: 'parallel',
        states: {
          left: {
            initial: 'one',
            states: { one: { always: { guard: 'ready', target: 'two' } }, two: { type: 'final' } },
          },
          right: { initial: 'slow', states: { slow: { after: { 50: 'done' } }, done: { type: 'final' } } },
        },
        onDone: 'end',
        on: { stop: [{ guard: ({ context }) => context !== undefined, target: 'end' }, {}] },
      },
      end: { type: 'final' },
    },
  });
  const chart = chartOf(machine);
  expect(chart.name).toBe('nested');
  expect(find(chart, 'outer').children.map(({ name, initial }) => [name, initial])).toEqual([
    ['left', true],
    ['right', true],
  ]);
  expect(find(chart, 'outer', 'left', 'one').transitions).toEqual([{ event: '', targets: ['two'], guard: 'ready' }]);
  expect(find(chart, 'outer', 'right', 'slow').transitions).toMatchObject([{ targets: ['done'] }]);
  expect(find(chart, 'outer').transitions.filter(({ event }) => event === 'stop')).toEqual([
    { event: 'stop', targets: ['end'], guard: 'condition' },
    { event: 'stop', targets: [], guard: undefined },
  ]);
  expect(find(chart, 'end')).toMatchObject({ final: true, transitions: [] });
});
