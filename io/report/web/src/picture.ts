// SPDX-License-Identifier: Apache-2.0
// The network on a canvas: pan, zoom, touch, keys; names that don't collide.
import { heat, LEVELS, PALETTE } from "./colours";
import { Data } from "./data";
import { listen } from "./gestures";
import { State } from "./state";

const MANY_TIES = 40000; // More are drawn only once the picture stands still,
const SOME_TIES = 6000; // and of more than that some, while it moves.
const MARGIN = 0.25; // Of the canvas, that is painted beyond each of its sides.

interface Shades {
  paper: string;
  ink: string;
  disc: string;
  tie: string;
}

export class Picture {
  readonly canvas = document.createElement("canvas");
  frames = 0; // Drawn so far.
  // All is painted on a sheet that is larger than what is seen. While the picture moves, the
  // sheet is moved: a frame costs one copy, however many members there are.
  private readonly sheet = document.createElement("canvas");
  private readonly pen: CanvasRenderingContext2D; // The sheet's.
  private readonly screen: CanvasRenderingContext2D;
  private sheetScale = 0; // As scale, left and top when the sheet was painted; 0: never.
  private sheetLeft = 0;
  private sheetTop = 0;
  private scale = 1;
  private left = 0;
  private top = 0;
  private fitted = 1;
  private asked = false;
  private style: Shades = { paper: "#fff", ink: "#000", disc: "#eee", tie: "#888" };
  private still = 0;
  private moving = false;
  private readonly order: Uint32Array; // Members by degree, the largest first.
  private readonly radius: Float32Array;

  constructor(private readonly data: Data, private readonly state: State,
              choose: (member: number, cluster: number) => void) {
    this.pen = this.sheet.getContext("2d", { alpha: false })!;
    this.screen = this.canvas.getContext("2d", { alpha: false })!;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.order = Uint32Array.from(data.ids.keys()).sort((a, b) => data.degree(b) - data.degree(a) || a - b);
    this.radius = new Float32Array(data.size);
    listen(this, choose);
    state.onChange(() => this.draw());
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    const shade = (): void => {
      const style = getComputedStyle(document.documentElement);
      const of = (name: string): string => style.getPropertyValue(name).trim();
      this.style = { paper: of("--paper"), ink: of("--ink"), disc: of("--disc"), tie: of("--tie") };
      this.draw();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", shade);
    matchMedia("print").addEventListener("change", shade);
    shade();
  }

  // Brings somebody, or all, into view.
  show(member: number): void {
    this.scale = Math.max(this.scale, Math.min(14, 6 * this.fitted));
    this.left = this.data.x[member]! - this.canvas.clientWidth / 2 / this.scale;
    this.top = this.data.y[member]! - this.canvas.clientHeight / 2 / this.scale;
    this.draw();
  }
  showCluster(c: number): void {
    const { x, y, r } = this.data.clusters[c]!;
    const side = Math.min(this.canvas.clientWidth, this.canvas.clientHeight);
    this.scale = side / (2.6 * Math.max(r, 2));
    this.left = x - this.canvas.clientWidth / 2 / this.scale;
    this.top = y - this.canvas.clientHeight / 2 / this.scale;
    this.draw();
  }
  fit(): void {
    const d = this.data;
    let [x0, y0, x1, y1] = [0, 0, 1, 1];
    for (let i = 0; i < d.size; ++i) {
      x0 = Math.min(x0, d.x[i]!);
      x1 = Math.max(x1, d.x[i]!);
      y0 = Math.min(y0, d.y[i]!);
      y1 = Math.max(y1, d.y[i]!);
    }
    for (const c of d.clusters) {
      if (c.r === 0) continue;
      x0 = Math.min(x0, c.x - c.r);
      x1 = Math.max(x1, c.x + c.r);
      y0 = Math.min(y0, c.y - c.r);
      y1 = Math.max(y1, c.y + c.r);
    }
    const w = Math.max(1, this.canvas.clientWidth), h = Math.max(1, this.canvas.clientHeight);
    this.scale = this.fitted = Math.min(40, 0.94 * Math.min(w / (x1 - x0 + 2), h / (y1 - y0 + 2)));
    this.left = (x0 + x1) / 2 - w / 2 / this.scale;
    this.top = (y0 + y1) / 2 - h / 2 / this.scale;
    this.draw();
  }
  zoom(factor: number, px = this.canvas.clientWidth / 2, py = this.canvas.clientHeight / 2): void {
    const scale = Math.min(200, Math.max(this.fitted / 4, this.scale * factor));
    this.left += px / this.scale - px / scale;
    this.top += py / this.scale - py / scale;
    this.scale = scale;
    this.move();
  }
  pan(dx: number, dy: number): void {
    this.left -= dx / this.scale;
    this.top -= dy / this.scale;
    this.move();
  }
  // Where somebody stands on the canvas.
  place(i: number): [number, number] {
    return [(this.data.x[i]! - this.left) * this.scale, (this.data.y[i]! - this.top) * this.scale];
  }

  draw(): void {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.frame();
    });
  }

  private move(): void {
    this.moving = true;
    clearTimeout(this.still);
    this.still = setTimeout(() => {
      this.moving = false;
      this.draw();
    }, 140);
    this.draw();
  }

  private resize(): void {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const w = Math.round(this.canvas.clientWidth * ratio), h = Math.round(this.canvas.clientHeight * ratio);
    if (w === this.canvas.width && h === this.canvas.height) return;
    const first = this.frames === 0;
    this.canvas.width = w;
    this.canvas.height = h;
    this.sheet.width = Math.ceil(w * (1 + 2 * MARGIN));
    this.sheet.height = Math.ceil(h * (1 + 2 * MARGIN));
    this.sheetScale = 0;
    if (first || this.scale === this.fitted) this.fit();
    this.draw();
  }

  private colourOf(i: number): string {
    const d = this.data;
    switch (this.state.colours) {
      case "market":
        return this.state.isCustomer(i) ? PALETTE[1]! : d.rowOf.has(i) ? PALETTE[0]! : LEVELS[0]!;
      case "cluster":
        return PALETTE[d.cluster[i]! % PALETTE.length]!;
      case "level":
        return LEVELS[d.level[i]!] ?? LEVELS[0]!;
      case "likelihood": {
        const p = d.chance[i]!;
        return Number.isFinite(p) ? heat(Math.min(1, Math.sqrt(p / this.likeliest))) : LEVELS[0]!;
      }
    }
  }
  private get likeliest(): number {
    const d = this.data;
    return Math.max(1e-9, ...d.list.slice(0, 1).map((row) => row.likelihood));
  }

  private sizeOf(i: number): number {
    const d = this.data;
    switch (this.state.sizes) {
      case "same":
        return 0.32;
      case "ties":
        return Math.min(0.75, 0.2 + 0.07 * Math.sqrt(d.degree(i)));
      case "likelihood":
        return Number.isFinite(d.chance[i]!) ? Math.min(0.8, 0.18 + 0.6 * Math.sqrt(d.chance[i]! / this.likeliest)) : 0.18;
    }
  }

  private frame(): void {
    const started = performance.now();
    const ratio = this.canvas.width / Math.max(1, this.canvas.clientWidth);
    if (!this.moving || !this.covered()) this.paint(ratio);
    const { screen, canvas } = this;
    const zoomed = this.scale / this.sheetScale;
    const x = (this.sheetLeft - this.left) * this.scale * ratio, y = (this.sheetTop - this.top) * this.scale * ratio;
    screen.fillStyle = this.style.paper;
    screen.fillRect(0, 0, canvas.width, canvas.height);
    // Where nothing is scaled, whole pixels keep lines sharp, and are faster.
    if (zoomed === 1) screen.drawImage(this.sheet, Math.round(x), Math.round(y));
    else screen.drawImage(this.sheet, x, y, this.sheet.width * zoomed, this.sheet.height * zoomed);
    ++this.frames;
    canvas.dataset["frames"] = String(this.frames);
    canvas.dataset["paintMs"] = (performance.now() - started).toFixed(1);
  }

  // Whether the sheet holds what is to be seen, about as large.
  private covered(): boolean {
    const zoomed = this.scale / this.sheetScale;
    if (!(zoomed > 0.7 && zoomed < 1.5)) return false;
    const w = this.canvas.clientWidth, h = this.canvas.clientHeight, all = 1 + 2 * MARGIN;
    return this.left >= this.sheetLeft && this.top >= this.sheetTop &&
      this.left + w / this.scale <= this.sheetLeft + (all * w) / this.sheetScale &&
      this.top + h / this.scale <= this.sheetTop + (all * h) / this.sheetScale;
  }

  private paint(ratio: number): void {
    const { pen, style } = this;
    this.sheetScale = this.scale;
    this.sheetLeft = this.left - (MARGIN * this.canvas.clientWidth) / this.scale;
    this.sheetTop = this.top - (MARGIN * this.canvas.clientHeight) / this.scale;
    const k = this.scale * ratio, ox = -this.sheetLeft * k, oy = -this.sheetTop * k;
    pen.fillStyle = style.paper;
    pen.fillRect(0, 0, this.sheet.width, this.sheet.height);
    this.paintDiscs(k, ox, oy, style.disc);
    if (!this.moving || this.data.tieA.length <= MANY_TIES) this.paintTies(k, ox, oy, style.tie);
    this.paintNodes(k, ox, oy, ratio);
    this.paintChosen(k, ox, oy, ratio, style.ink);
    this.paintNames(k, ox, oy, ratio, style);
  }

  private paintDiscs(k: number, ox: number, oy: number, colour: string): void {
    this.pen.fillStyle = colour;
    for (const c of this.data.clusters) {
      if (c.members < 3 || c.r === 0) continue;
      this.pen.beginPath();
      this.pen.arc(c.x * k + ox, c.y * k + oy, (c.r + 0.7) * k, 0, 2 * Math.PI);
      this.pen.fill();
    }
  }

  private paintTies(k: number, ox: number, oy: number, colour: string): void {
    const { pen, data: d, state } = this;
    const w = this.sheet.width, h = this.sheet.height;
    pen.strokeStyle = colour;
    pen.lineWidth = Math.max(0.5, Math.min(1, k / 14)); // Wider lines take three times as long.
    pen.globalAlpha = Math.max(0.02, Math.min(0.6, 3000 / (d.tieA.length + 1)));
    pen.beginPath();
    let drawn = 0;
    const step = this.moving ? Math.ceil(d.tieA.length / SOME_TIES) : 1;
    for (let t = 0; t < d.tieA.length; t += step) {
      const a = d.tieA[t]!, b = d.tieB[t]!;
      if (state.shown[a] === 0 || state.shown[b] === 0 || !state.hasTie(t)) continue;
      const ax = d.x[a]! * k + ox, ay = d.y[a]! * k + oy, bx = d.x[b]! * k + ox, by = d.y[b]! * k + oy;
      if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > w && bx > w) || (ay > h && by > h)) continue;
      pen.moveTo(ax, ay);
      pen.lineTo(bx, by);
      if (++drawn % 256 === 0) { // A path's time grows faster than its length.
        pen.stroke();
        pen.beginPath();
      }
    }
    pen.stroke();
    pen.globalAlpha = 1;
  }

  private paintNodes(k: number, ox: number, oy: number, ratio: number): void {
    const { pen, data: d, state } = this;
    const w = this.sheet.width, h = this.sheet.height;
    const by = new Map<string, number[]>();
    for (let i = 0; i < d.size; ++i) {
      if (state.shown[i] === 0) continue;
      this.radius[i] = Math.max(1.1 * ratio, Math.min(12 * ratio, this.sizeOf(i) * k));
      const x = d.x[i]! * k + ox, y = d.y[i]! * k + oy;
      if (x < -20 || y < -20 || x > w + 20 || y > h + 20) continue;
      const colour = this.colourOf(i);
      let group = by.get(colour);
      if (group === undefined) by.set(colour, (group = []));
      group.push(i);
    }
    for (const [colour, group] of by) {
      pen.fillStyle = colour;
      pen.beginPath();
      for (const i of group) {
        const x = d.x[i]! * k + ox, y = d.y[i]! * k + oy, r = this.radius[i]!;
        if (r < 2.2 * ratio) {
          pen.rect(x - r, y - r, 2 * r, 2 * r);
        } else if (state.isCustomer(i) && state.colours !== "market") {
          pen.rect(x - r, y - r, 2 * r, 2 * r); // A square: not by colour alone.
        } else {
          pen.moveTo(x + r, y);
          pen.arc(x, y, r, 0, 2 * Math.PI);
        }
      }
      pen.fill();
    }
    // Customers have a ring, so that colour is not all that tells them.
    pen.strokeStyle = this.style.ink;
    pen.lineWidth = ratio;
    pen.beginPath();
    for (const i of by.get(PALETTE[1]!) ?? []) {
      if (!state.isCustomer(i) || this.radius[i]! < 2.2 * ratio) continue;
      const x = d.x[i]! * k + ox, y = d.y[i]! * k + oy;
      pen.moveTo(x + this.radius[i]!, y);
      pen.arc(x, y, this.radius[i]!, 0, 2 * Math.PI);
    }
    pen.stroke();
  }

  // The way to the one who is chosen, and their ties.
  private paintChosen(k: number, ox: number, oy: number, ratio: number, ink: string): void {
    const { pen, data: d, state } = this;
    const i = state.chosen;
    if (i < 0) return;
    const at = (v: number): [number, number] => [d.x[v]! * k + ox, d.y[v]! * k + oy];
    pen.lineWidth = 1.2 * ratio;
    pen.strokeStyle = ink;
    pen.globalAlpha = 0.5;
    pen.beginPath();
    for (let e = d.tieBegin[i]!; e < d.tieBegin[i + 1]!; ++e) {
      const t = d.ties[e]!;
      pen.moveTo(...at(d.tieA[t]!));
      pen.lineTo(...at(d.tieB[t]!));
    }
    pen.stroke();
    pen.globalAlpha = 1;
    const path = d.pathTo(i);
    pen.strokeStyle = "#d55e00";
    pen.lineWidth = 3.5 * ratio;
    pen.beginPath();
    path.forEach((v, s) => (s === 0 ? pen.moveTo(...at(v)) : pen.lineTo(...at(v))));
    pen.stroke();
    for (const v of [...path, i]) {
      const [x, y] = at(v);
      pen.beginPath();
      pen.arc(x, y, Math.max(5 * ratio, this.radius[v]! + 2 * ratio), 0, 2 * Math.PI);
      pen.lineWidth = 2.5 * ratio;
      pen.strokeStyle = v === i ? ink : "#d55e00";
      pen.stroke();
    }
  }

  private paintNames(k: number, ox: number, oy: number, ratio: number, style: Shades): void {
    const { pen, data: d, state } = this;
    const taken: [number, number, number, number][] = [];
    const write = (text: string, x: number, y: number, bold: boolean): void => {
      pen.font = `${bold ? "600 " : ""}${Math.round((bold ? 13 : 12) * ratio)}px system-ui, sans-serif`;
      const short = text.length > 26 ? `${text.slice(0, 25)}…` : text;
      const w = pen.measureText(short).width + 6 * ratio, h = 16 * ratio;
      // Whole, where half of it would be cut off at a side of what is seen.
      const side = MARGIN * this.canvas.width, other = side + this.canvas.width;
      if (x > side && x < other) x = Math.max(side + w / 2, Math.min(other - w / 2, x));
      const box: [number, number, number, number] = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
      if (box[2] < 0 || box[0] > this.sheet.width || box[3] < 0 || box[1] > this.sheet.height) return;
      if (taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) return;
      taken.push(box);
      pen.lineWidth = 3 * ratio;
      pen.lineJoin = "round";
      pen.strokeStyle = style.paper;
      pen.strokeText(short, x, y);
      pen.fillStyle = style.ink;
      pen.fillText(short, x, y);
    };
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const name = (i: number): void => {
      const [x, y] = [d.x[i]! * k + ox, d.y[i]! * k + oy];
      write(d.names[i]!, x, y - Math.max(this.radius[i]!, 3 * ratio) - 10 * ratio, i === state.chosen);
    };
    if (state.chosen >= 0) for (const v of [state.chosen, ...d.pathTo(state.chosen)]) name(v);
    if (this.moving && d.size > 5000) return;
    const near = k / ratio > 9;
    if (!near) {
      const big = d.clusters.map((c, i) => ({ c, i })).filter(({ c }) => c.r > 0 && c.r * k > 14 * ratio)
        .sort((a, b) => b.c.members - a.c.members);
      for (const { c } of big.slice(0, 40)) write(c.name, c.x * k + ox, (c.y - c.r) * k + oy, true);
    }
    let named = 0;
    for (const i of this.order) {
      if (named >= (near ? 240 : 24)) break;
      const x = d.x[i]! * k + ox, y = d.y[i]! * k + oy;
      if (state.shown[i] === 0 || x < 0 || y < 0 || x > this.sheet.width || y > this.sheet.height) continue;
      name(i);
      ++named;
    }
  }

  // Who stands at a point of the canvas, or -1.
  at(px: number, py: number): number {
    const { data: d, state } = this;
    let best = -1, least = 14;
    for (let i = 0; i < d.size; ++i) {
      if (state.shown[i] === 0) continue;
      const [x, y] = this.place(i);
      const far = Math.hypot(x - px, y - py) - Math.min(8, (this.radius[i]! * this.canvas.clientWidth) / this.canvas.width);
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }
  clusterAt(px: number, py: number): number {
    const x = px / this.scale + this.left, y = py / this.scale + this.top;
    return this.data.clusters.findIndex((c) => c.r > 0 && Math.hypot(x - c.x, y - c.y) <= c.r + 0.7);
  }
}
