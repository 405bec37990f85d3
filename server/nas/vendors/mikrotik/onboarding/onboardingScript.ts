import { scriptWords } from './scriptWord.ts';
import type { WantedItem } from './wantedItem.ts';

const HIDDEN = '********';

/** `/ppp/aaa` as the terminal has it: `/ppp aaa`. */
function terminalPath(menu: string): string {
  return `/${menu.slice(1).replaceAll('/', ' ')}`;
}

/** Lines for the terminal that make the item as wanted, whatever was there before; safe to run again. */
export function scriptLines({ menu, target, fields, first }: WantedItem): readonly string[] {
  const path = terminalPath(menu);
  switch (target.of) {
    case 'settings':
      return [`${path} set ${scriptWords(fields)}`];
    case 'every':
      return [`${path} set [find] ${scriptWords(fields)}`];
    case 'one': {
      const found = `[find where ${scriptWords(target.match)}]`;
      // Services exist by themselves and can only be set.
      if (menu === '/ip/service') return [`${path} set ${found} ${scriptWords(fields)}`];
      const add = `${path} add ${scriptWords({ ...target.match, ...fields })}`;
      // Where there is no rule yet, none can be put before it.
      return [`${path} remove ${found}`, first ? `:do { ${add} place-before=0 } on-error={ ${add} }` : add];
    }
  }
}

/** The same lines with secrets hidden, for screens and logs. */
export function shownLines(item: WantedItem): readonly string[] {
  const hidden = Object.fromEntries(item.secrets.map((name) => [name, HIDDEN]));
  return scriptLines({ ...item, fields: { ...item.fields, ...hidden } });
}

/**
 * The whole script for the router's terminal. A user can't lose the group it is in, so the product's user goes before its
 * group is made again, and comes back with the user's own lines.
 */
export function onboardingScript(items: readonly WantedItem[], title: string): string {
  const lines = items.flatMap((item) => scriptLines(item));
  const user = items.find(({ item }) => item === 'apiUser');
  const userGoes = user ? scriptLines(user).filter((line) => line.includes(' remove ')) : [];
  return [
    `# ${title.replaceAll(/[\r\n]/g, ' ')}`,
    ...userGoes,
    ...lines.filter((line) => !userGoes.includes(line)),
    '',
  ].join('\n');
}
