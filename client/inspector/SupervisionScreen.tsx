import { createMemo, createSignal, For, Match, Switch, type JSX } from 'solid-js';
import { SetAsideMessage, TreeNode } from '#shared/inspector/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useTrail } from '../shell/trail.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import { FindActor } from './FindActor.tsx';
import './inspector.css';
import { inspectorTabs } from './inspectorTabs.ts';
import { TreeLineRow } from './TreeLineRow.tsx';
import { inTrouble, treeLines } from './treeShape.ts';

/** Everything that runs, under whom it runs, and how it is doing. */
export function SupervisionScreen(): JSX.Element {
  useTrail(() => [{ label: say('inspector.title') }]);
  const live = useLive();
  const tree = createLiveView(live, () => ({ view: 'inspector.tree' }), TreeNode);
  const setAside = createLiveView(live, () => ({ view: 'inspector.setAside' }), SetAsideMessage);
  const [folded, setFolded] = createSignal<ReadonlyMap<string, boolean>>(new Map());
  const nodes = () => tree.rows.map(({ fields }) => fields);
  const lines = createMemo(() => treeLines(nodes(), folded()));
  const byPath = createMemo(() => new Map(lines().map((line) => [line.node.path, line])));
  const troubled = (): number => nodes().filter(inTrouble).length;
  const summary = (): string => {
    if (nodes().length === 0) return '';
    return troubled() > 0 ? sayCount('inspector.troubled', troubled()) : say('inspector.calm');
  };

  return (
    <div class="inspector">
      <TabLinks label={say('inspector.title')} tabs={inspectorTabs(setAside.total)}>
        <span class="number" role="status" classList={{ 'tree-restarted': troubled() > 0 }}>
          {summary()}
        </span>
      </TabLinks>
      <div class="filter-bar">
        <FindActor />
      </div>
      <Switch>
        <Match when={tree.state === 'refused'}>
          <ErrorState title={say('inspector.refused')} text={tree.refusal?.message ?? ''} />
        </Match>
        <Match when={tree.rows.length === 0}>
          <Skeleton rows={14} label={say('loading')} />
        </Match>
        <Match when={true}>
          <div class="tree" role="treegrid" aria-label={say('inspector.tree')}>
            <div class="tree-grid tree-head" role="row">
              <span role="columnheader">{say('tree.name')}</span>
              <span role="columnheader">{say('tree.state')}</span>
              <span role="columnheader" class="tree-figure">
                {say('tree.live')}
              </span>
              <span role="columnheader" class="tree-figure">
                {say('tree.mailbox')}
              </span>
              <span role="columnheader" class="tree-figure">
                {say('tree.restarts')}
              </span>
              <span role="columnheader">{say('tree.lastError')}</span>
            </div>
            <For each={lines().map((line) => line.node.path)}>
              {(path) => (
                <TreeLineRow
                  line={byPath().get(path)}
                  onFold={(open) => setFolded((before) => new Map(before).set(path, open))}
                />
              )}
            </For>
          </div>
        </Match>
      </Switch>
    </div>
  );
}
