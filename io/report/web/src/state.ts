// SPDX-License-Identifier: Apache-2.0
// What is looked at: who is chosen, what colours and sizes mean, who is shown.
import { CUSTOMER, Data, NO_DAY, PROSPECT } from "./data";

export type Colours = "market" | "cluster" | "level" | "likelihood";
export type Sizes = "same" | "ties" | "likelihood";

export class State {
  colours: Colours = "market";
  sizes: Sizes = "ties";
  chosen = -1;
  chosenCluster = -1;
  cluster = -1; // Filters; -1: all.
  topic = -1;
  audience: "all" | "prospects" | "customers" | "list" = "all";
  least = 0;
  day: number; // What had happened by then.
  readonly firstDay: number;
  readonly lastDay: number;
  readonly shown: Uint8Array;
  private readonly listeners: (() => void)[] = [];

  constructor(readonly data: Data) {
    let first = Infinity;
    let last = -Infinity;
    for (const days of [data.since, data.customerSince, data.tieSince]) {
      for (const d of days) {
        if (d === NO_DAY) continue;
        if (d < first) first = d;
        if (d > last) last = d;
      }
    }
    this.firstDay = first;
    this.lastDay = this.day = last;
    this.shown = new Uint8Array(data.size);
    this.filter();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
  change(set: () => void): void {
    set();
    this.filter();
    for (const listener of this.listeners) listener();
  }

  get isTimed(): boolean {
    return this.lastDay > this.firstDay;
  }
  get isNow(): boolean {
    return this.day >= this.lastDay;
  }
  isCustomer(i: number): boolean {
    if (this.data.standing[i] !== CUSTOMER) return false;
    const since = this.data.customerSince[i]!;
    return this.isNow || since === NO_DAY || since <= this.day;
  }
  hasTie(t: number): boolean {
    const since = this.data.tieSince[t]!;
    return this.isNow || since === NO_DAY || since <= this.day;
  }

  private filter(): void {
    const d = this.data;
    for (let i = 0; i < d.size; ++i) {
      const since = d.since[i]!;
      let shown = this.isNow || since === NO_DAY || since <= this.day;
      if (this.cluster >= 0) shown = shown && d.cluster[i] === this.cluster;
      if (this.topic >= 0) {
        shown = shown && (d.topicOf[3 * i] === this.topic || d.topicOf[3 * i + 1] === this.topic ||
          d.topicOf[3 * i + 2] === this.topic);
      }
      if (this.audience === "prospects") shown = shown && d.standing[i] === PROSPECT;
      if (this.audience === "customers") shown = shown && d.standing[i] === CUSTOMER;
      if (this.audience === "list") shown = shown && d.rowOf.has(i);
      if (this.least > 0) shown = shown && d.chance[i]! >= this.least;
      this.shown[i] = shown ? 1 : 0;
    }
  }
}
