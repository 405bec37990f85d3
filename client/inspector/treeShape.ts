import type { TreeNode } from '#shared/inspector/view.ts';

/** A node as it is drawn: how deep, and whether it can be unfolded. */
export interface TreeLine {
  readonly node: TreeNode;
  readonly depth: number;
  readonly children: number;
  readonly open: boolean;
}

/**
 * The visible lines of the tree from top to bottom. `folded` holds what a person chose; without a choice everything is
 * open but kinds, which may have many actors, and those open by themselves while something below is in trouble.
 */
export function treeLines(nodes: readonly TreeNode[], folded: ReadonlyMap<string, boolean>): TreeLine[] {
  const below = new Map<string | undefined, TreeNode[]>();
  for (const node of nodes) below.set(node.parent, [...(below.get(node.parent) ?? []), node]);
  for (const children of below.values()) children.sort((a, b) => rank(a) - rank(b));
  const lines: TreeLine[] = [];
  const visit = (node: TreeNode, depth: number): void => {
    const children = below.get(node.path) ?? [];
    const open = !(folded.get(node.path) ?? (node.role === 'kind' && !children.some(inTrouble)));
    lines.push({ node, depth, children: children.length, open });
    if (open) for (const child of children) visit(child, depth + 1);
  };
  for (const root of below.get(undefined) ?? []) visit(root, 0);
  return lines;
}

/** What serves everybody stands before what belongs to somebody; otherwise the server's order. */
function rank({ role }: TreeNode): number {
  return role === 'supervisor' ? 1 : 0;
}

export function inTrouble(node: TreeNode): boolean {
  return node.state === 'failed' || node.state === 'restarting';
}
