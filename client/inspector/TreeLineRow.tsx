import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import type { TreeNode } from '#shared/inspector/view.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { say, sayNumber } from '../words/words.ts';
import { actorHref, addressOfNode } from './actorLink.ts';
import { NodeStatePill } from './NodeStatePill.tsx';
import type { TreeLine } from './treeShape.ts';

/** One node of the supervision tree. `onFold` is told whether it shall be folded. */
export function TreeLineRow(props: { line: TreeLine | undefined; onFold: (folded: boolean) => void }): JSX.Element {
  return <Show when={props.line}>{(line) => <Row line={line()} onFold={props.onFold} />}</Show>;
}

function Row(props: { line: TreeLine; onFold: (folded: boolean) => void }): JSX.Element {
  const { timeZone } = useSession();
  const node = () => props.line.node;
  const figure = (value: number | undefined): string => (value ? sayNumber(value) : '');
  return (
    <div
      class="tree-grid tree-row"
      classList={{ [node().role]: true, failed: node().state === 'failed' }}
      role="row"
      aria-level={props.line.depth + 1}
      aria-expanded={props.line.children > 0 ? props.line.open : undefined}
    >
      <span role="gridcell" class="tree-name" style={{ 'padding-left': `${props.line.depth * 18}px` }}>
        <Show when={props.line.children > 0} fallback={<span class="tree-leaf" />}>
          <button
            type="button"
            class="tree-fold"
            aria-label={say(props.line.open ? 'tree.fold' : 'tree.unfold', { name: node().label })}
            onClick={() => props.onFold(props.line.open)}
          >
            <Glyph name={props.line.open ? 'down' : 'chevron'} />
          </button>
        </Show>
        <Show when={addressOfNode(node())} fallback={<span class="truncate">{node().label}</span>}>
          {(address) => (
            <A class="mono truncate" href={actorHref(address())}>
              {node().label}
            </A>
          )}
        </Show>
        <span class="faint tree-role">{roleWord(node().role)}</span>
      </span>
      <span role="gridcell" class="tree-state">
        <NodeStatePill state={node().state} />
        <Show when={node().machineState}>{(state) => <span class="muted">{state()}</span>}</Show>
      </span>
      <span role="gridcell" class="tree-figure number muted">
        {node().liveActors === undefined ? '' : sayNumber(node().liveActors ?? 0)}
      </span>
      <span role="gridcell" class="tree-figure number" classList={{ 'tree-busy': (node().mailbox ?? 0) > 100 }}>
        {figure(node().mailbox)}
      </span>
      <span role="gridcell" class="tree-figure number" classList={{ 'tree-restarted': node().restarts > 0 }}>
        {figure(node().restarts)}
      </span>
      <span role="gridcell" class="tree-error truncate muted" title={node().lastError}>
        <Show when={node().lastError}>
          {node().lastError}{' '}
          <Show when={node().lastErrorAt}>
            {(at) => (
              <span class="faint">
                <Age at={at()} timeZone={timeZone} />
              </span>
            )}
          </Show>
        </Show>
      </span>
    </div>
  );
}

/** Only what its place in the tree doesn't say. */
function roleWord(role: TreeNode['role']): string {
  return role === 'supervisor' || role === 'kind' || role === 'actor' ? '' : say(`role.${role}`);
}
