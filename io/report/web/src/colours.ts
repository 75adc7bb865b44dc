// SPDX-License-Identifier: Apache-2.0
// What the colours of the picture say.
import { Colours } from "./state";

// Okabe and Ito's colours, told apart by the colour-blind.
export const PALETTE = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#888888"];
export const LEVELS = ["#9aa0a6", "#56b4e9", "#e69f00", "#d55e00"];

export interface Legend {
  colour: string;
  text: string;
}

export function legendOf(colours: Colours): Legend[] {
  switch (colours) {
    case "market":
      return [{ colour: PALETTE[1]!, text: "customer" }, { colour: PALETTE[0]!, text: "on the list" },
        { colour: LEVELS[0]!, text: "others" }];
    case "level":
      return ["silent", "casual", "regular", "core"].map((text, i) => ({ colour: LEVELS[i]!, text }));
    case "likelihood":
      return [[0, "unlikely"], [0.5, "more"], [1, "likeliest"]].map(([v, text]) => ({ colour: heat(v as number), text: text as string }));
    case "cluster":
      return [{ colour: PALETTE[0]!, text: "a colour for each cluster; neighbours may share one" }];
  }
}

// From pale to deep: readable without telling red from green.
export function heat(v: number): string {
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * v);
  return `rgb(${mix(170, 200)},${mix(184, 60)},${mix(200, 0)})`;
}
