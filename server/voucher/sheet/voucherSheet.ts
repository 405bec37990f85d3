import { Drawing, type TextBox } from './drawing.ts';
import { PdfWriter } from './pdfWriter.ts';
import { qrRuns } from './qrRuns.ts';
import { type SheetGeometry, sheetGeometry } from './sheetGeometry.ts';
import type { SheetImage, SheetJob, SheetVoucher } from './sheetJob.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Picture {
  readonly name: string;
  readonly ratio: number;
}

type LineName = 'title' | 'offer' | 'price' | 'note';

/** Draws vouchers onto pages; what is drawn is taken in pieces. */
export class VoucherSheet {
  readonly #job: SheetJob;
  readonly #pdf: PdfWriter;
  readonly #geometry: SheetGeometry;
  readonly #pictures = new Map<LineName, Picture>();
  readonly #logo: Picture | undefined;
  #drawing = new Drawing();
  #onPage = 0;

  constructor(job: SheetJob) {
    this.#job = job;
    this.#geometry = sheetGeometry[job.layout];
    this.#pdf = new PdfWriter(job.name);
    for (const line of ['title', 'offer', 'price', 'note'] as const) {
      const { picture } = job[line];
      if (picture) this.#pictures.set(line, this.#picture(picture, 'grey'));
    }
    this.#logo = job.logo && this.#picture(job.logo, 'rgb');
  }

  /** Answers what can be sent already. */
  add(vouchers: readonly SheetVoucher[]): Buffer {
    for (const voucher of vouchers) this.#one(voucher);
    return this.#pdf.take();
  }

  end(): Buffer {
    this.#finishPage();
    this.#pdf.end();
    return this.#pdf.take();
  }

  #one(voucher: SheetVoucher): void {
    const { page, columns, rows, margin, arrangement } = this.#geometry;
    const [width, height] = [(page.width - 2 * margin) / columns, (page.height - 2 * margin) / rows];
    const [column, row] = [this.#onPage % columns, Math.floor(this.#onPage / columns)];
    const box = { x: margin + column * width, y: page.height - margin - (row + 1) * height, width, height };
    if (columns * rows > 1) this.#drawing.dashedBox(box.x, box.y, box.width, box.height);
    if (arrangement === 'beside') this.#beside(box, voucher);
    else this.#below(box, voucher);
    this.#onPage += 1;
    if (this.#onPage === columns * rows) this.#finishPage();
  }

  #beside({ x, y, width, height }: Box, voucher: SheetVoucher): void {
    const pad = height * 0.09;
    const side = Math.min(height * 0.62, width * 0.38);
    const top = y + height - pad;
    this.#qr(voucher, x + pad, top - side, side);
    const left = x + side + 2 * pad;
    const room = width - side - 3 * pad;
    const size = side / 6;
    const logo = this.#drawLogo({ x: left, y: top - size * 1.3, width: room * 0.3, height: size * 1.3 }, 'right', room);
    const line = (name: LineName, at: number, box: Partial<TextBox>): void =>
      this.#line(name, { x: left, y: at, width: room, size, font: 'regular', ...box });
    line('title', top - size, { font: 'bold', width: room - logo });
    line('offer', top - size * 2.2, { size: size * 0.75 });
    const code = { x: left, y: top - size * 4, width: room, size: size * 1.3, font: 'code' } as const;
    this.#drawing.text(spaced(voucher.code), code);
    line('price', top - size * 5.7, { font: 'bold', size: size * 1.15, width: room * 0.75 });
    const serial = { x: left, y: top - size * 5.7, width: room, size: size * 0.6, font: 'regular' } as const;
    this.#drawing.text(`#${voucher.serial}`, { ...serial, align: 'right', grey: 0.4 });
    const below = { x: x + pad, y: top - side - size * 1.1, width: width - 2 * pad, size: size * 0.72 };
    this.#note({ ...below, font: 'regular', grey: 0.2 }, 2);
  }

  #below({ x, y, width, height }: Box, voucher: SheetVoucher): void {
    const size = width / 15;
    let at = y + height;
    const down = (by: number): number => (at -= by);
    const centred = { x, width, align: 'centre' } as const;
    if (this.#logo) {
      this.#drawLogo({ x, y: at - size * 2.4, width, height: size * 2.2 }, 'centre', width);
      down(size * 2.6);
    }
    this.#line('title', { ...centred, y: down(size * 1.3), size: size * 1.25, font: 'bold' });
    this.#line('offer', { ...centred, y: down(size * 1.3), size: size * 0.9, font: 'regular' });
    this.#line('price', { ...centred, y: down(size * 1.6), size: size * 1.3, font: 'bold' });
    const side = Math.min(width * 0.62, at - y - size * 6);
    down(side + size * 0.8);
    this.#qr(voucher, x + (width - side) / 2, at, side);
    this.#drawing.text(spaced(voucher.code), { ...centred, y: down(size * 1.9), size: size * 1.5, font: 'code' });
    this.#note({ ...centred, y: down(size * 1.3), size: size * 0.72, font: 'regular' }, 3);
    this.#drawing.text(`#${voucher.serial}`, { ...centred, y: y + 2, size: size * 0.6, font: 'regular', grey: 0.4 });
  }

  #qr({ code }: SheetVoucher, x: number, y: number, side: number): void {
    const { count, operators } = qrRuns(`${this.#job.link}${code}`);
    this.#drawing.modules(operators, count, x, y, side);
  }

  #line(name: LineName, box: TextBox): void {
    const picture = this.#pictures.get(name);
    if (picture) this.#drawPicture(picture, box, box.size * 1.35);
    else this.#drawing.text(this.#job[name].text, box);
  }

  #note(box: TextBox, lines: number): void {
    const picture = this.#pictures.get('note');
    // Drawn with as many lines as the words have here; its first line stands where that of words would.
    const height = box.size * 1.3 * lines;
    if (picture) this.#drawPicture(picture, { ...box, y: box.y - (lines - 1) * box.size * 1.3 }, height);
    else this.#drawing.paragraph(this.#job.note.text, box, lines);
  }

  #drawPicture({ name, ratio }: Picture, box: TextBox, height: number): void {
    const width = Math.min(height * ratio, box.width);
    const x = box.align === 'centre' ? box.x + (box.width - width) / 2 : box.x;
    this.#drawing.image(name, x, box.y - box.size * 0.35, width, width / ratio);
  }

  /** In the box at that side of `room`; answers how wide it is with the space beside it. */
  #drawLogo(box: Box, at: 'right' | 'centre', room: number): number {
    if (!this.#logo) return 0;
    const width = Math.min(box.width, box.height * this.#logo.ratio);
    const height = width / this.#logo.ratio;
    const x = at === 'right' ? box.x + room - width : box.x + (room - width) / 2;
    this.#drawing.image(this.#logo.name, x, box.y + box.height - height, width, height);
    return width + 3;
  }

  #picture(image: SheetImage, colours: 'grey' | 'rgb'): Picture {
    return { name: this.#pdf.image({ ...image, colours }), ratio: image.width / image.height };
  }

  #finishPage(): void {
    if (this.#onPage === 0) return;
    const { width, height } = this.#geometry.page;
    this.#pdf.page(width, height, this.#drawing.toString());
    this.#drawing = new Drawing();
    this.#onPage = 0;
  }
}

/** Groups of four are read and typed with fewer mistakes; the space is no part of the code. */
function spaced(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
