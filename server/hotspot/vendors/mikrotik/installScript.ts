import type { PageFile } from '../../pageMaker.ts';

/**
 * Fetches the pages and makes a hotspot profile serve them. `login-by` with mac-cookie: a phone that has logged in comes
 * back without typing, as long as its address stays; `mac` lets the server decide by the address before any page is shown.
 */
export function installScript(url: string, files: readonly PageFile[]): string {
  const folders = [...new Set(files.map(({ path }) => path.split('/').slice(0, -1).join('/')))].filter(
    (name) => name !== '',
  );
  const checked = url.startsWith('https:') ? ' check-certificate=yes' : '';
  return [
    '# Login pages of the hotspot. Set the profile of your hotspot server, then run all of it; run it again after changes.',
    ...(checked === ''
      ? []
      : [
          '# The router must know the authority of the certificate: /certificate import, or /certificate settings set builtin-trust-anchors=trusted',
        ]),
    ':local profile "hsprof1"',
    ':local dir "lastmile"',
    ':if ([:len [/file find name="flash"]] > 0) do={ :set dir "flash/lastmile" }',
    `:foreach folder in={${['', ...folders].map((name) => `"${name}"`).join(';')}} do={ :do { /file add type=directory name=($dir . "/" . $folder) } on-error={} }`,
    ...files.map(({ path }) => `/tool fetch url="${url}/${path}" dst-path=($dir . "/${path}")${checked}`),
    '/ip hotspot profile set [find name=$profile] html-directory=$dir login-by=http-chap,cookie,mac-cookie use-radius=yes radius-accounting=yes radius-interim-update=received',
    '',
  ].join('\n');
}
