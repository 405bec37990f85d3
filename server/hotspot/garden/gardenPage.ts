import { HotspotLanguage, type HotspotLook } from '#shared/hotspot/look.ts';
import { escaped } from '../html.ts';
import { pageStyle } from '../pageStyle.ts';
import { languageNames } from '../words/all.ts';
import { type GardenWords, gardenWords } from './gardenWords.ts';

/** What the page shows of a company. */
export type GardenLook = Pick<HotspotLook, 'name' | 'support' | 'howToPay' | 'colour' | 'logo' | 'languages'>;

export interface GardenVisit {
  /** Undefined: it can't be told whose customer this is. */
  readonly look: GardenLook | undefined;
  /** Undefined: the line can't be told. */
  readonly username: string | undefined;
  readonly language: HotspotLanguage;
}

const usual: Omit<GardenLook, 'name'> = {
  ...{ support: '', howToPay: '', colour: '#0f766e', logo: '' },
  languages: HotspotLanguage.options,
};

/** One page with all it needs inside: nothing else can be reached from where it is read. */
export function gardenPage({ look, username, language }: GardenVisit): string {
  const words = gardenWords[language];
  const shown = look ?? { ...usual, name: words.provider };
  const logo = shown.logo === '' ? '' : `<img src="data:image/png;base64,${shown.logo}" alt="">`;
  const line = username === undefined ? '' : `<dl><dt>${words.line}</dt><dd>${escaped(username)}</dd></dl>`;
  const help = shown.support === '' ? '' : `<footer>${words.help}: ${escaped(shown.support)}</footer>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title} · ${escaped(shown.name)}</title>
<style>${pageStyle(shown.colour)}.pay{white-space:pre-line;overflow-wrap:anywhere}</style>
</head>
<body><main>
<header>${logo}<h1>${escaped(shown.name)}</h1></header>
<div class="card"><h2>${words.title}</h2><p>${words.whatHappened}</p>${line}</div>
<div class="card"><h2>${words.howToPay}</h2><p class="pay">${escaped(shown.howToPay || words.askCompany)}</p>
<p class="hint">${words.afterwards}</p></div>
${languageLinks(shown, language, words)}${help}
</main></body>
</html>
`;
}

function languageLinks({ languages }: GardenLook, language: HotspotLanguage, words: GardenWords): string {
  if (languages.length < 2) return '';
  const links = languages.map((other) =>
    other === language
      ? `<strong aria-current="true">${languageNames[other]}</strong>`
      : `<a lang="${other}" hreflang="${other}" href="/?lang=${other}">${languageNames[other]}</a>`,
  );
  return `<nav aria-label="${words.language}" style="text-align:center">${links.join(' ')}</nav>\n`;
}

/** What was chosen, else what the browser asks for, else the first the company has. */
export function languageOf(
  languages: readonly HotspotLanguage[],
  chosen: string | null,
  accepted: string | undefined,
): HotspotLanguage {
  const asked = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase());
  const wanted = [chosen, ...asked].find((one) => languages.some((language) => language === one));
  return languages.find((language) => language === wanted) ?? languages[0] ?? 'en';
}
