import { type HotspotLanguage, type HotspotLook, VOUCHER_WORD } from '#shared/hotspot/look.ts';
import { escaped } from '../../html.ts';
import type { PageWords } from '../../pageWords.ts';
import { languageNames } from '../../words/all.ts';
import { loginScript } from './loginScript.ts';

/** A look in one of its languages. The first one is in the main folder, the others each in a folder of their name. */
export interface PageParts {
  readonly look: HotspotLook;
  readonly language: HotspotLanguage;
  readonly words: PageWords;
}

/** `$(…)` is what the router fills in (Customizing Hotspot, "Variables"). */
export function loginPage(parts: PageParts): string {
  const { look, words } = parts;
  const voucher = look.loginBy !== 'account' ? voucherForm(parts) : '';
  const account =
    look.loginBy === 'voucher'
      ? ''
      : look.loginBy === 'account'
        ? `<div class="card">${accountForm(words)}</div>`
        : `<details class="card"><summary>${escaped(words.haveAccount)}</summary>${accountForm(words)}</details>`;
  return page(
    parts,
    words.login,
    `$(if error)<p class="error" role="alert" id="error">$(error)</p>$(endif)
$(if chap-id)<noscript><p class="error">${escaped(words.needsScript)}</p></noscript>$(endif)
${voucher}${account}
<form id="send" action="$(link-login-only)" method="post" hidden>
<input type="hidden" name="username"><input type="hidden" name="password">
<input type="hidden" name="dst" value="$(link-orig)"><input type="hidden" name="popup" value="false">
</form>
${languageLinks(parts)}
${loginScript(look.voucherPassword)}`,
  );
}

/** Without scripts the form itself is sent; then the code has to stand in the password, too, if that is the rule. */
function voucherForm({ look, words }: PageParts): string {
  const password =
    look.voucherPassword === 'code'
      ? `$(if chap-id)$(else)<noscript><label for="again">${escaped(words.repeatCode)}</label>
<input id="again" class="code" name="password" required autocomplete="off"></noscript>$(endif)`
      : `<input type="hidden" name="password" value="${VOUCHER_WORD}">`;
  return `<form class="card" id="voucher" action="$(link-login-only)" method="post">
<input type="hidden" name="dst" value="$(link-orig)">
<label for="code">${escaped(words.voucherCode)}</label>
<input id="code" class="code" name="username" required autofocus autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" aria-describedby="hint">
<p class="hint" id="hint">${escaped(words.codeHint)}</p>
${password}
<button class="button" type="submit">${escaped(words.connect)}</button>
</form>
`;
}

function accountForm(words: PageWords): string {
  return `<form id="account" action="$(link-login-only)" method="post">
<input type="hidden" name="dst" value="$(link-orig)">
<label for="name">${escaped(words.username)}</label>
<input id="name" name="username" required autocomplete="username" autocapitalize="none" spellcheck="false">
<label for="password">${escaped(words.password)}</label>
<input id="password" name="password" type="password" required autocomplete="current-password">
<button class="button" type="submit">${escaped(words.connect)}</button>
</form>`;
}

/** The router serves `/sw/login` from the folder sw, and stays there (Customizing Hotspot, "Multiple Versions"). */
function languageLinks({ look, language, words }: PageParts): string {
  if (look.languages.length < 2) return '';
  const links = look.languages.map((other, index) =>
    other === language
      ? `<strong aria-current="true">${languageNames[other]}</strong>`
      : `<a lang="${other}" hreflang="${other}" href="${index === 0 ? '' : `/${other}`}/login?dst=$(link-orig-esc)">${languageNames[other]}</a>`,
  );
  return `<nav aria-label="${escaped(words.language)}" style="text-align:center">${links.join(' ')}</nav>`;
}

export function connectedPage(parts: PageParts): string {
  const { words } = parts;
  return page(
    parts,
    words.connected,
    `<div class="card"><h2>${escaped(words.connected)}</h2>
<a class="button" href="$(link-redirect)">${escaped(words.goOn)}</a>
<a class="button quiet" href="$(link-status)">${escaped(words.status)}</a></div>`,
    '<meta http-equiv="refresh" content="2; url=$(link-redirect)">',
  );
}

export function statusPage(parts: PageParts): string {
  const { words } = parts;
  const row = (word: string, value: string): string => `<dt>${escaped(word)}</dt><dd>${value}</dd>`;
  return page(
    parts,
    words.status,
    `<div class="card"><h2>${escaped(words.status)}</h2><dl>
${row(words.user, '$(username)')}${row(words.address, '$(ip)')}${row(words.timeOnline, '$(uptime)')}
$(if session-time-left)${row(words.timeLeft, '$(session-time-left)')}$(endif)
${row(words.received, '$(bytes-out-nice)')}${row(words.sent, '$(bytes-in-nice)')}
$(if remain-bytes-total)${row(words.left, '$(remain-bytes-total-nice)')}$(endif)
</dl>
<form action="$(link-logout)" method="post"><button class="button" type="submit">${escaped(words.logOut)}</button></form>
<form action="$(link-logout)" method="post"><input type="hidden" name="erase-cookie" value="on">
<button class="button quiet" type="submit">${escaped(words.logOutForget)}</button></form></div>`,
    '$(if refresh-timeout)<meta http-equiv="refresh" content="$(refresh-timeout-secs)">$(endif)',
  );
}

export function logoutPage(parts: PageParts): string {
  const { words } = parts;
  return page(
    parts,
    words.loggedOut,
    `<div class="card"><h2>${escaped(words.loggedOut)}</h2><dl>
<dt>${escaped(words.timeOnline)}</dt><dd>$(uptime)</dd>
<dt>${escaped(words.received)}</dt><dd>$(bytes-out-nice)</dd><dt>${escaped(words.sent)}</dt><dd>$(bytes-in-nice)</dd></dl>
<a class="button" href="$(link-login)">${escaped(words.logInAgain)}</a></div>`,
  );
}

export function errorPage(parts: PageParts): string {
  const { words } = parts;
  return page(
    parts,
    words.trouble,
    `<h2>${escaped(words.trouble)}</h2><p class="error" role="alert">$(error)</p>
<a class="button" href="$(link-login)">${escaped(words.tryAgain)}</a>`,
  );
}

/** The router's own words for what goes wrong; `radius-reply` is what the server says (Customizing Hotspot, "errors.txt"). */
export function errorTexts({ words: { errors } }: PageParts): string {
  const texts = {
    'internal-error': errors.internal,
    'config-error': errors.configuration,
    'not-logged-in': errors.notLoggedIn,
    'ippool-empty': errors.noAddress,
    'shutting-down': errors.shuttingDown,
    'user-session-limit': errors.sessions,
    'license-session-limit': errors.full,
    'wrong-mac-username': errors.wrong,
    'chap-missing': errors.noScript,
    'invalid-username': errors.wrong,
    'invalid-mac': errors.wrong,
    'uptime-limit': errors.timeUp,
    'traffic-limit': errors.volumeUp,
    'radius-timeout': errors.noAnswer,
    'auth-in-progress': errors.inProgress,
    'radius-reply': '$(error-orig)',
  };
  return Object.entries(texts)
    .map(([key, text]) => `${key} = ${text}\n`)
    .join('');
}

function page({ look, language, words }: PageParts, title: string, body: string, head = ''): string {
  const logo = look.logo === '' ? '' : '<img src="/logo.png" alt="">';
  const welcome = look.welcome === '' ? '' : `<p>${text(look.welcome)}</p>`;
  const support = look.support === '' ? '' : `<footer>${escaped(words.help)}: ${text(look.support)}</footer>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="cache-control" content="no-store"><meta http-equiv="pragma" content="no-cache">${head}
<title>${escaped(title)} · ${text(look.name)}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body><main>
<header>${logo}<h1>${text(look.name)}</h1>${welcome}</header>
${body}
${support}
</main></body>
</html>
`;
}

/** What people typed must not be taken for something the router fills in. */
function text(given: string): string {
  return escaped(given).replaceAll('$', '&#36;');
}
