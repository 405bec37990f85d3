/** One column, large enough for thumbs, both themes; no font or picture from elsewhere: nothing else can be reached yet. */
export function pageStyle(colour: string): string {
  return `:root{color-scheme:light dark;--accent:${colour};--on:${readableOn(colour)};--bg:#f4f6f8;--card:#fff;--text:#16202a;--muted:#495866;--line:#8b97a3;--bad:#b3141f;--badbg:#fdebec}
@media(prefers-color-scheme:dark){:root{--bg:#0d1319;--card:#16202a;--text:#e8eef3;--muted:#b0bdc9;--line:#6c7b89;--bad:#ffb3b5;--badbg:#3a171b}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Bengali",sans-serif;min-height:100vh}
main{max-width:26rem;margin:0 auto;padding:1.5rem 1rem}
header{text-align:center;margin-bottom:1rem}
header img{max-width:14rem;max-height:5.5rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.15rem;margin:0 0 .75rem}
p{margin:.5rem 0}
.card{background:var(--card);border-radius:12px;padding:1.25rem;margin-bottom:1rem;box-shadow:0 1px 4px rgba(0,0,0,.15)}
label{display:block;font-weight:600;margin-top:.75rem}
label:first-of-type{margin-top:0}
input{width:100%;font:inherit;padding:.7rem .8rem;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:var(--text);margin-top:.25rem;min-height:48px}
.code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:1.25rem;letter-spacing:.08em;text-transform:uppercase}
.button{display:block;width:100%;font:inherit;font-weight:700;text-align:center;text-decoration:none;padding:.75rem;border:2px solid var(--accent);border-radius:8px;background:var(--accent);color:var(--on);margin-top:1rem;min-height:48px;cursor:pointer}
.quiet{background:none;color:inherit;border-color:var(--line);font-weight:400}
input:focus-visible,.button:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--text);outline-offset:2px}
.hint,footer{color:var(--muted);font-size:.9rem}
.error{background:var(--badbg);color:var(--bad);border-left:4px solid var(--bad);border-radius:4px;padding:.75rem 1rem;margin:0 0 1rem}
summary{cursor:pointer;font-weight:600;min-height:44px;padding:.5rem 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.4rem 1rem;margin:0}
dt{color:var(--muted)}
dd{margin:0;text-align:right;overflow-wrap:anywhere}
footer{text-align:center}
a{color:inherit}
nav a,nav strong{display:inline-block;padding:.6rem .5rem}
`;
}

/** Black or white, whichever stands out more (WCAG 2.2, relative luminance): one of the two always has 4.5 to 1. */
export function readableOn(colour: string): '#000' | '#fff' {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#fff' : '#000';
}
