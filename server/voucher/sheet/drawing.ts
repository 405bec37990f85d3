import { type SheetFont, widthOf, winAnsi } from './winAnsi.ts';

const names: Readonly<Record<SheetFont, string>> = { regular: 'F1', bold: 'F2', code: 'F3' };
const SMALLEST = 4.5;

export interface TextBox {
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly width: number;
  /** Made smaller until it fits. */
  readonly size: number;
  readonly font: SheetFont;
  readonly align?: 'left' | 'centre' | 'right';
  /** 0 black, 1 white. */
  readonly grey?: number;
}

/** Drawing operators of a page (PDF 32000-1 §8); the origin is at the lower left. */
export class Drawing {
  #operators: string[] = [];

  /** Shrinks, and then cuts, what does not fit. Signs without a letter are left out. */
  text(given: string, box: TextBox): void {
    const { size, octets } = fit(lettersOf(given), box);
    const width = (widthOf(octets, box.font) * size) / 1000;
    const x =
      box.align === 'right'
        ? box.x + box.width - width
        : box.align === 'centre'
          ? box.x + (box.width - width) / 2
          : box.x;
    const hex = Buffer.from(octets).toString('hex');
    this.#operators.push(
      `${box.grey ?? 0} g BT /${names[box.font]} ${short(size)} Tf ${short(x)} ${short(box.y)} Td <${hex}> Tj ET`,
    );
  }

  /** As large as fits into so many lines down from the base line, but not larger than the box says. */
  paragraph(given: string, box: TextBox, lines: number): void {
    let size = box.size;
    while (size > SMALLEST && brokenLines(given, { ...box, size }).length > lines) size -= 0.25;
    brokenLines(given, { ...box, size })
      .slice(0, lines)
      .forEach((line, index) => this.text(line, { ...box, size, y: box.y - index * size * 1.2 }));
  }

  image(name: string, x: number, y: number, width: number, height: number): void {
    this.#operators.push(`q ${short(width)} 0 0 ${short(height)} ${short(x)} ${short(y)} cm /${name} Do Q`);
  }

  /** Squares of a QR in a square of `side`: runs of dark modules as rectangles in units of modules. */
  modules(runs: string, count: number, x: number, y: number, side: number): void {
    const unit = (side / count).toFixed(4);
    this.#operators.push(`q 0 g ${unit} 0 0 ${unit} ${short(x)} ${short(y)} cm ${runs} f Q`);
  }

  dashedBox(x: number, y: number, width: number, height: number): void {
    this.#operators.push(`q 0.75 G 0.4 w [2 2] 0 d ${short(x)} ${short(y)} ${short(width)} ${short(height)} re S Q`);
  }

  toString(): string {
    return this.#operators.join('\n');
  }
}

function fit(
  letters: Uint8Array,
  { width, size, font }: TextBox,
): { readonly octets: Uint8Array; readonly size: number } {
  const natural = (widthOf(letters, font) * size) / 1000;
  const shrunk = natural > width ? Math.max(SMALLEST, (size * width) / natural) : size;
  let octets = letters;
  while (octets.length > 1 && (widthOf(octets, font) * shrunk) / 1000 > width * 1.005) octets = octets.slice(0, -1);
  return { octets, size: shrunk };
}

function brokenLines(given: string, { width, size, font }: TextBox): readonly string[] {
  const lines: string[] = [];
  for (const word of given.split(/\s+/).filter((part) => part !== '')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    const fits = (widthOf(lettersOf(longer), font) * size) / 1000 <= width;
    if (lines.length > 0 && fits) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function lettersOf(text: string): Uint8Array {
  return (
    winAnsi(text) ??
    winAnsi(
      Array.from(text)
        .filter((sign) => winAnsi(sign))
        .join(''),
    ) ??
    new Uint8Array()
  );
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
