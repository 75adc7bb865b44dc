// SPDX-License-Identifier: Apache-2.0
// What the page holds, as explore_json.cc wrote it.

export const NOBODY = 0xffffffff;
export const NO_DAY = -0x80000000;
export const PROSPECT = 0;
export const CUSTOMER = 1;

export interface Cluster {
  name: string;
  members: number;
  customers: number;
  x: number;
  y: number;
  r: number;
  edge?: boolean;
  expected?: number;
  low?: number;
  high?: number;
  way_in?: number;
  knows?: number;
}

export interface ListRow {
  rank: number;
  member: string;
  member_name?: string;
  likelihood: number;
  likelihood_low: number;
  likelihood_high: number;
  with_contact?: number;
  access?: number;
  through?: string[];
  through_names?: string[];
  resource?: string;
  resource_name?: string;
  url?: string;
  worth: number;
  worth_low: number;
  reasons?: string[];
  counterfactual?: string;
}

interface Raw {
  [key: string]: unknown;
}

function bytes(text: string): ArrayBuffer {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; ++i) out[i] = raw.charCodeAt(i);
  return out.buffer;
}

export class Data {
  readonly name: string;
  readonly ids: string[];
  readonly names: string[];
  readonly topics: string[];
  readonly reasons: string[];
  readonly resources: string[];
  readonly urls: string[];
  readonly clusters: Cluster[];
  readonly list: ListRow[];
  readonly dated: boolean;
  readonly horizon: number;
  readonly now: string;
  readonly stripTop: number;
  readonly inStrip: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly cluster: Uint32Array;
  readonly standing: Uint8Array;
  readonly level: Uint8Array;
  readonly since: Int32Array;
  readonly customerSince: Int32Array;
  readonly chance: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly access: Float32Array;
  readonly pathBegin: Uint32Array;
  readonly path: Uint32Array;
  readonly reasonOf: Uint8Array;
  readonly topicOf: Uint32Array;
  readonly pullBegin: Uint32Array;
  readonly pull: Uint32Array;
  readonly pullDay: Int32Array;
  readonly tieA: Uint32Array;
  readonly tieB: Uint32Array;
  readonly tieSince: Int32Array;
  // Of each member: ties, and those ties' numbers in `ties`, from tieBegin[i] on.
  readonly tieBegin: Uint32Array;
  readonly ties: Uint32Array;
  // Of each member the line of the list, or undefined.
  readonly rowOf = new Map<number, ListRow>();
  readonly memberOf = new Map<string, number>();

  constructor(raw: Raw) {
    const text = (key: string): string => (raw[key] as string | undefined) ?? "";
    const texts = (key: string): string[] => (raw[key] as string[] | undefined) ?? [];
    const f32 = (key: string): Float32Array => new Float32Array(bytes(text(key)));
    const u32 = (key: string): Uint32Array => new Uint32Array(bytes(text(key)));
    const i32 = (key: string): Int32Array => new Int32Array(bytes(text(key)));
    const u8 = (key: string): Uint8Array => new Uint8Array(bytes(text(key)));
    this.name = text("name") || "Community";
    this.ids = texts("ids");
    this.names = texts("names").map((name, i) => name || this.ids[i]!);
    this.topics = texts("topics");
    this.reasons = texts("reasons");
    this.resources = texts("resources");
    this.urls = texts("urls");
    this.clusters = raw["clusters"] as Cluster[];
    this.list = (raw["list"] as ListRow[] | undefined) ?? [];
    this.dated = raw["dated"] === true;
    this.horizon = (raw["horizon"] as number | undefined) ?? 0;
    this.now = text("now");
    this.stripTop = raw["strip_top"] as number;
    this.inStrip = raw["in_strip"] as number;
    this.x = f32("x");
    this.y = f32("y");
    this.cluster = u32("cluster");
    this.standing = u8("standing");
    this.level = u8("level");
    this.since = i32("since");
    this.customerSince = i32("customer_since");
    this.chance = f32("chance");
    this.low = f32("low");
    this.high = f32("high");
    this.access = f32("access");
    this.pathBegin = u32("path_begin");
    this.path = u32("path");
    this.reasonOf = u8("reason_of");
    this.topicOf = u32("topic_of");
    this.pullBegin = u32("pull_begin");
    this.pull = u32("pull");
    this.pullDay = i32("pull_day");
    this.tieA = u32("tie_a");
    this.tieB = u32("tie_b");
    this.tieSince = i32("tie_since");
    const n = this.ids.length;
    this.tieBegin = new Uint32Array(n + 1);
    for (const ends of [this.tieA, this.tieB]) for (const v of ends) ++this.tieBegin[v + 1]!;
    for (let i = 0; i < n; ++i) this.tieBegin[i + 1]! += this.tieBegin[i]!;
    this.ties = new Uint32Array(2 * this.tieA.length);
    const next = this.tieBegin.slice();
    for (let i = 0; i < this.tieA.length; ++i) {
      this.ties[next[this.tieA[i]!]!++] = i;
      this.ties[next[this.tieB[i]!]!++] = i;
    }
    for (let i = 0; i < n; ++i) this.memberOf.set(this.ids[i]!, i);
    for (const row of this.list) this.rowOf.set(this.memberOf.get(row.member)!, row);
  }

  get size(): number {
    return this.ids.length;
  }
  degree(i: number): number {
    return this.tieBegin[i + 1]! - this.tieBegin[i]!;
  }
  pathTo(i: number): number[] {
    return Array.from(this.path.subarray(this.pathBegin[i]!, this.pathBegin[i + 1]!));
  }
  reasonsOf(i: number): string[] {
    const out: string[] = [];
    for (let k = 3 * i; k < 3 * i + 3; ++k) {
      const reason = this.reasons[this.reasonOf[k]!];
      if (reason !== undefined) out.push(reason);
    }
    return out;
  }
  topicsOf(i: number): string[] {
    const out: string[] = [];
    for (let k = 3 * i; k < 3 * i + 3; ++k) {
      const topic = this.topics[this.topicOf[k]!];
      if (topic !== undefined) out.push(topic);
    }
    return out;
  }
}
