import type { HotspotLanguage, HotspotLook } from '#shared/hotspot/look.ts';
import type { PageFile, PageMaker } from '../../pageMaker.ts';
import { pageStyle } from '../../pageStyle.ts';
import { pageWords } from '../../words/all.ts';
import { installScript } from './installScript.ts';
import { md5Script } from './md5Script.ts';
import { connectedPage, errorPage, errorTexts, loginPage, logoutPage, type PageParts, statusPage } from './pages.ts';

/** Sends a browser on, by header and by page (Customizing Hotspot, "Redirects and custom Headers"). */
const redirect = `$(if http-status == 302)Hotspot redirect$(endif)
$(if http-header == "Location")$(link-redirect)$(endif)
<!doctype html>
<html><head><meta charset="utf-8"><title>…</title><meta http-equiv="refresh" content="0; url=$(link-redirect)"></head>
<body><a href="$(link-redirect)">$(link-redirect)</a></body></html>
`;

/** RFC 8908 §5. */
const captivePortal = `{
"captive": $(if logged-in == 'yes')false$(else)true$(endif),
"user-portal-url": "$(link-login-only)",
$(if session-time-left-secs)"seconds-remaining": $(session-time-left-secs),$(endif)
$(if remain-bytes-total)"bytes-remaining": $(remain-bytes-total),$(endif)
"can-extend-session": true
}
`;

/** RouterOS serves these itself, to phones that reach nothing else yet. */
export const mikrotikPages: PageMaker = {
  vendor: 'mikrotik',
  name: 'MikroTik RouterOS',
  files(look) {
    const [first] = look.languages;
    const shared: PageFile[] = [
      { path: 'style.css', type: 'text/css', content: pageStyle(look.colour) },
      { path: 'md5.js', type: 'text/javascript', content: md5Script },
      { path: 'redirect.html', type: 'text/html; charset=utf-8', content: redirect },
      { path: 'api.json', type: 'application/json', content: captivePortal },
    ];
    if (look.logo !== '')
      shared.push({ path: 'logo.png', type: 'image/png', content: Buffer.from(look.logo, 'base64') });
    return [...shared, ...look.languages.flatMap((language) => inLanguage(look, language, language === first))];
  },
  installScript,
  codeLink: ({ loginHost }) => (loginHost === '' ? '' : `http://${loginHost}/login?code=`),
};

function inLanguage(look: HotspotLook, language: HotspotLanguage, main: boolean): readonly PageFile[] {
  const parts: PageParts = { look, language, words: pageWords[language] };
  const folder = main ? '' : `${language}/`;
  const html = { login: loginPage, alogin: connectedPage, status: statusPage, logout: logoutPage, error: errorPage };
  return [
    ...Object.entries(html).map(([name, make]) => ({
      path: `${folder}${name}.html`,
      type: 'text/html; charset=utf-8' as const,
      content: make(parts),
    })),
    { path: `${folder}errors.txt`, type: 'text/plain; charset=utf-8', content: errorTexts(parts) },
  ];
}
