// SPDX-License-Identifier: Apache-2.0
// Numbers and dates as people read them; elements of the page.

export function percent(p: number): string {
  if (!Number.isFinite(p)) return "";
  const v = 100 * p;
  if (v > 0 && v < 0.1) return "< 0.1 %";
  return `${v < 10 ? Number(v.toPrecision(2)) : Math.round(v)} %`;
}

export function number(v: number): string {
  if (!Number.isFinite(v)) return "";
  if (v !== 0 && Math.abs(v) < 0.001) return "< 0.001";
  return Math.abs(v) >= 1000 ? Math.round(v).toLocaleString("en") : String(Number(v.toPrecision(3)));
}

export function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

export function day(days: number): string {
  return days === -0x80000000 ? "" : new Date(86400000 * days).toISOString().slice(0, 10);
}

type Child = Node | string | null;

// An element with attributes and children; texts are texts, never markup.
export function make(tag: string, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElement {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) out.setAttribute(name, value);
  for (const child of children) if (child !== null) out.append(child);
  return out;
}

// A name in its own direction of writing.
export function bdi(text: string): HTMLElement {
  return make("bdi", {}, text);
}

export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
