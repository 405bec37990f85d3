import type { HotspotLook } from '#shared/hotspot/look.ts';

/** A file of the login pages: `login.html`, `sw/login.html`. */
export interface PageFile {
  readonly path: string;
  readonly type:
    | 'text/html; charset=utf-8'
    | 'text/css'
    | 'text/javascript'
    | 'application/json'
    | 'text/plain; charset=utf-8'
    | 'image/png';
  readonly content: string | Buffer;
}

/** What a kind of router serves to who is not logged in yet. A new kind is a folder in vendors/ and a line in all.ts. */
export interface PageMaker {
  readonly vendor: string;
  readonly name: string;
  files(look: HotspotLook): readonly PageFile[];
  /** What a router is told so that it fetches the files from `url` and serves them. */
  installScript(url: string, files: readonly PageFile[]): string;
  /** What stands before the code in a QR; empty when it is not known where the page is. */
  codeLink(look: Pick<HotspotLook, 'loginHost'>): string;
}
