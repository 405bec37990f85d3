import { deflateSync } from 'node:zlib';

/** PDF names of the three letters of a sheet. */
const fonts = { F1: 'Helvetica', F2: 'Helvetica-Bold', F3: 'Courier-Bold' } as const;
const CATALOG = 1;
const PAGES = 2;
const FIRST_FONT = 3;

export interface PdfImage {
  readonly width: number;
  readonly height: number;
  readonly colours: 'grey' | 'rgb';
  /** Rows from the top, an octet a colour, deflated (zlib). */
  readonly deflated: Uint8Array;
}

/**
 * A PDF 1.4 that is written as it grows: each page leaves as soon as it is drawn, only places are kept. Pictures come
 * before the first page (PDF 32000-1 §7.5).
 */
export class PdfWriter {
  #length = 0;
  #nextId = FIRST_FONT + Object.keys(fonts).length;
  readonly #places = new Map<number, number>();
  readonly #pages: number[] = [];
  readonly #images: number[] = [];
  #pending: Buffer[] = [];

  constructor(title: string) {
    // Octets beyond 127 in the second line say that it is no text (§7.5.2).
    this.#write(Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
    Object.values(fonts).forEach((name, index) =>
      this.#object(
        FIRST_FONT + index,
        `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`,
      ),
    );
    this.#object(this.#nextId, `<< /Title ${hexText(title)} >>`);
    this.#info = this.#nextId++;
  }
  readonly #info: number;

  /** Answers the name to draw it by. */
  image({ width, height, colours, deflated }: PdfImage): string {
    const id = this.#nextId++;
    const space = colours === 'grey' ? 'DeviceGray' : 'DeviceRGB';
    this.#stream(
      id,
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${space} /BitsPerComponent 8`,
      deflated,
    );
    this.#images.push(id);
    return `I${id}`;
  }

  /** `content`: drawing operators; sizes in points. */
  page(width: number, height: number, content: string): void {
    const stream = this.#nextId++;
    this.#stream(stream, '', deflateSync(Buffer.from(content, 'latin1'), { level: 6 }));
    const page = this.#nextId++;
    const fontList = Object.keys(fonts).map((name, index) => `/${name} ${FIRST_FONT + index} 0 R`);
    const imageList = this.#images.map((id) => `/I${id} ${id} 0 R`);
    this.#object(
      page,
      `<< /Type /Page /Parent ${PAGES} 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${stream} 0 R ` +
        `/Resources << /Font << ${fontList.join(' ')} >> /XObject << ${imageList.join(' ')} >> >> >>`,
    );
    this.#pages.push(page);
  }

  /** Writes what closes the file. */
  end(): void {
    const kids = this.#pages.map((id) => `${id} 0 R`).join(' ');
    this.#object(PAGES, `<< /Type /Pages /Kids [${kids}] /Count ${this.#pages.length} >>`);
    this.#object(CATALOG, `<< /Type /Catalog /Pages ${PAGES} 0 R >>`);
    const start = this.#length;
    const entries = Array.from(
      { length: this.#nextId - 1 },
      (_, index) => `${String(this.#places.get(index + 1)).padStart(10, '0')} 00000 n \n`,
    );
    this.#write(Buffer.from(`xref\n0 ${this.#nextId}\n0000000000 65535 f \n${entries.join('')}`));
    this.#write(
      Buffer.from(
        `trailer\n<< /Size ${this.#nextId} /Root ${CATALOG} 0 R /Info ${this.#info} 0 R >>\nstartxref\n${start}\n%%EOF\n`,
      ),
    );
  }

  /** What was written since it was last taken. */
  take(): Buffer {
    const taken = Buffer.concat(this.#pending);
    this.#pending = [];
    return taken;
  }

  #stream(id: number, entries: string, deflated: Uint8Array): void {
    this.#places.set(id, this.#length);
    const head = `${id} 0 obj\n<< ${entries} /Length ${deflated.length} /Filter /FlateDecode >>\nstream\n`;
    this.#write(Buffer.concat([Buffer.from(head), deflated, Buffer.from('\nendstream\nendobj\n')]));
  }

  #object(id: number, body: string): void {
    this.#places.set(id, this.#length);
    this.#write(Buffer.from(`${id} 0 obj\n${body}\nendobj\n`, 'latin1'));
  }

  #write(octets: Buffer): void {
    this.#pending.push(octets);
    this.#length += octets.length;
  }
}

/** Text of any script as UTF-16 (§7.9.2.2). */
function hexText(text: string): string {
  const octets = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  return `<${octets.toString('hex')}>`;
}
