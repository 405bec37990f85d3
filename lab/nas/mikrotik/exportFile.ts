import type { Item } from './configTable.ts';
import type { Call, Outcome } from './menu.ts';
import type { RouterWorld } from './routerWorld.ts';
import { notPermitted } from './trap.ts';

/** Text of the configuration in a file: an API can't show what the console prints. */
export function exportMenu(path: string, { world, args, operator }: Call): Outcome {
  const { file } = args;
  const isSeven = world.personality.major >= 7;
  if (isSeven && args['show-sensitive'] !== undefined && !operator.rights.has('sensitive')) throw notPermitted();
  const sensitive =
    operator.rights.has('sensitive') &&
    (isSeven ? args['show-sensitive'] !== undefined : args['hide-sensitive'] === undefined);
  const script = world.exportScript({ menu: path, verbose: args['verbose'] !== undefined, sensitive });
  if (file === undefined) return operator.via === 'console' ? { ret: script } : undefined;
  if (!operator.rights.has('ftp')) throw notPermitted();
  writeFile(world, file.endsWith('.rsc') ? file : `${file}.rsc`, 'script', script);
  return undefined;
}

export function writeFile(world: RouterWorld, name: string, type: string, contents: string): Item {
  const files = world.table('/file');
  const old = files.byName(name);
  if (old) files.remove(old);
  return files.add({ name, type, contents, at: String(world.clock.now()) });
}
