import { say } from '../../words/words.ts';
import type { KeyNote } from '../keyNotes.ts';
import type { TableModel } from './createTable.ts';

/** The keys of {@link tableKeys} in words. */
export function tableKeyNotes<Row>({ options }: TableModel<Row>): readonly KeyNote[] {
  return [
    { keys: 'j k', label: say('keys.move') },
    ...(options.onOpen || options.onEnter ? [{ keys: 'Enter', label: say('keys.open') }] : []),
    ...(options.onOpen && options.onEnter ? [{ keys: 'Space', label: say('keys.peek') }] : []),
    ...(options.selectable === true
      ? [
          { keys: 'x', label: say('keys.mark') },
          { keys: 'J K', label: say('keys.markMore') },
        ]
      : []),
    ...(options.onSearch ? [{ keys: '/', label: say('keys.search') }] : []),
    { keys: 'Esc', label: say('keys.back') },
  ];
}
