import { expect, test } from 'vitest';
import { actorHref, addressIn, addressOfNode } from '#client/inspector/actorLink.ts';
import { treeLines } from '#client/inspector/treeShape.ts';
import type { NodeState, TreeNode } from '#shared/inspector/view.ts';

const TENANT = '01a1fda4-85a1-74aa-ae19-9c6db8a3f8f7';
const ID = '5fdb41b9-3ace-5511-9981-5d85018fea7c';

function node(path: string, role: TreeNode['role'], state: NodeState = 'running'): TreeNode {
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined;
  return { path, label: path, role, state, restarts: 0, since: 0, ...(parent === undefined ? {} : { parent }) };
}

const nodes = [
  node('root', 'supervisor'),
  node('root/t', 'supervisor'),
  node('root/t/alarm', 'kind'),
  node('root/t/alarm/1', 'actor'),
  node('root/lab', 'process'),
];
const paths = (folded = new Map<string, boolean>(), list = nodes): string[] =>
  treeLines(list, folded).map((line) => line.node.path);

test('what serves everybody stands first, and kinds are folded', () => {
  expect(paths()).toEqual(['root', 'root/lab', 'root/t', 'root/t/alarm']);
});

test('a kind with an actor in trouble opens by itself', () => {
  const troubled = nodes.map((one) => (one.role === 'actor' ? { ...one, state: 'restarting' as const } : one));
  expect(paths(new Map(), troubled)).toContain('root/t/alarm/1');
});

test('what a person folded or unfolded stays so', () => {
  expect(paths(new Map([['root/t/alarm', false]]))).toContain('root/t/alarm/1');
  expect(paths(new Map([['root', true]]))).toEqual(['root']);
});

test.each([
  [`root/${TENANT}/domain/alarm/${ID}`, `${TENANT}/alarm/${ID}`],
  [`root/${TENANT}/devices/alarmSource:${ID}`, `${TENANT}/alarmSource/${ID}`],
])('the actor at %s has the address %s', (path, address) => {
  expect(addressOfNode(node(path, 'actor'))).toBe(address);
  expect(actorHref(address)).toBe(`/inspector/actor/${address}`);
});

test('nodes that are no actors have no address', () => {
  expect(addressOfNode(node(`root/${TENANT}/domain`, 'supervisor'))).toBeUndefined();
});

test.each([
  [` ${TENANT}/alarm/${ID} `, `${TENANT}/alarm/${ID}`],
  [`${TENANT}/alarm`, undefined],
  [`alarm/${ID}`, undefined],
  [`${TENANT}/alarm/${ID}/more`, undefined],
  ['', undefined],
])('typed %j is the address %j', (typed, address) => {
  expect(addressIn(typed)).toBe(address);
});
