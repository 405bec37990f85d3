import { settingNotes, settings } from './settings.ts';

/** The text of `npm start -- --help`: every setting with its meaning and default. */
export function settingsHelp(): string {
  const entries = Object.entries(settings.shape).map(([name, schema]) => {
    const notes = settingNotes.get(schema);
    if (notes === undefined) throw new Error(`${name} has no description`);
    return `  ${name}  (${notes.type}${notes.secret === true ? ', secret' : ''})\n      ${notes.about}\n      default: ${notes.fallback}`;
  });
  return [
    'Lastmile runs an internet service provider in real time.',
    '',
    '  npm start              start; without any setting: embedded database, demo tenants, simulated network',
    '  npm start -- --help    this text',
    '  npm run dev            start, and again after every change of a source file',
    '  npm test               types, lint and all tests; npm test -- <words> for files with these in their path',
    '',
    'Settings are environment variables:',
    '',
    ...entries,
    '',
  ].join('\n');
}
