import { flag, number, observed, text } from '../field.ts';
import type { MenuSpec } from '../menu.ts';
import { itemsOf } from '../menuItems.ts';

/** Certificates for api-ssl: made and signed by the router itself. They are never part of an export. */
const certificate: MenuSpec = {
  path: '/certificate',
  kind: 'list',
  unique: 'name',
  called: 'certificate',
  exported: false,
  fields: {
    name: text(undefined, { required: true }),
    'common-name': text(''),
    'subject-alt-name': text(''),
    'key-size': text('2048'),
    'days-valid': number('365', { least: 1 }),
    'key-usage': text('digital-signature,key-encipherment'),
    trusted: flag('no', { readOnly: true }),
    'private-key': flag('no', { readOnly: true }),
    fingerprint: observed(),
    'invalid-before': observed(),
    'invalid-after': observed(),
  },
  commands: {
    sign: {
      policies: ['write'],
      fields: { '.id': text(), numbers: text(), number: text(), name: text(), ca: text() },
      run: ({ world, args }) => {
        const wanted = args['number'] ?? args['.id'] ?? args['numbers'] ?? '';
        for (const item of itemsOf(certificate, { world, args: { '.id': wanted } })) {
          const name = args['name'] ?? item.values['name'] ?? '';
          world.table('/certificate').set(item, { name, 'private-key': 'yes', trusted: 'yes' });
          world.servicesChanged();
        }
        return undefined;
      },
    },
  },
};

export const certificateMenus: readonly MenuSpec[] = [certificate];
