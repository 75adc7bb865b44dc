// SPDX-License-Identifier: Apache-2.0
// Who somebody is, how to reach them and why; what a cluster is.
import { CUSTOMER, Data, NO_DAY } from "./data";
import { bdi, count, day, isWebAddress, make, number, percent } from "./words";

// A message that asks for the introduction, to be corrected before it is sent.
export function draft(data: Data, i: number): string {
  const path = data.pathTo(i);
  const row = data.rowOf.get(i);
  const who = data.names[i]!;
  const by = path.length >= 2 ? data.names[path[path.length - 2]!]! : "";
  const lines = by !== "" ? [`Hello ${by},`, "", `you know ${who}. Could you introduce us to each other?`]
    : [`Hello ${who},`, "", "we have not met yet."];
  const reasons = row?.reasons ?? data.reasonsOf(i);
  const told = reasons.filter((r) => !r.startsWith("nobody"));
  const topics = data.topicsOf(i);
  if (topics.length > 0) lines.push(`${by !== "" ? "They have" : "You have"} much to do with ${topics.join(", ")}.`);
  if (row?.resource_name) lines.push(`This may be of use to ${by !== "" ? "them" : "you"}: ${row.resource_name}${row.url ? ` (${row.url})` : ""}`);
  lines.push("", "(Why we ask, not for sending: ", ...told.map((r) => `  - ${r}`),
    path.length > 1 ? `  - the way: ${path.map((v) => data.names[v]!).join(" → ")}` : "  - there is no way through people we know",
    `  - likelihood ${percent(data.chance[i]!)})`);
  return lines.join("\n");
}

function facts(pairs: [string, string | Node][]): HTMLElement {
  const list = make("dl");
  for (const [name, value] of pairs) if (value !== "") list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

export function memberCard(data: Data, i: number, go: (member: number) => void, goCluster: (c: number) => void): HTMLElement {
  const row = data.rowOf.get(i);
  const standing = ["not a customer", "customer", "staff or bot"][data.standing[i]!]!;
  const since = data.customerSince[i]!;
  const card = make("article", { class: "card", "data-member": data.ids[i]! },
    make("h2", {}, bdi(data.names[i]!)),
    make("p", { class: "id" }, bdi(data.ids[i]!), ` · ${standing}${data.standing[i] === CUSTOMER && since !== NO_DAY ? ` since ${day(since)}` : ""}`));
  const path = data.pathTo(i);
  if (data.standing[i] !== CUSTOMER) {
    const way = make("p", { class: "way" }, path.length > 1 ? "The way to them: " : "No introduction reaches them.");
    path.forEach((v, s) => {
      const link = make("button", { type: "button", class: "link" }, bdi(data.names[v]!));
      link.addEventListener("click", () => go(v));
      if (s > 0) way.append(" → ");
      way.append(v === i ? bdi(data.names[v]!) : link);
    });
    if (path.length > 1) way.append(` (reaches them with ${percent(data.access[i]!)})`);
    card.append(way);
  }
  const cluster = make("button", { type: "button", class: "link" }, data.clusters[data.cluster[i]!]!.name);
  cluster.addEventListener("click", () => goCluster(data.cluster[i]!));
  const chance = Number.isFinite(data.chance[i]!)
    ? `${percent(data.chance[i]!)} (${percent(data.low[i]!)} to ${percent(data.high[i]!)})${data.dated ? ` within ${number(data.horizon)} days` : ""}` : "";
  card.append(facts([
    [data.dated ? "Becomes a customer" : "Likeness to customers", chance],
    ["If met (assumed)", row?.with_contact !== undefined ? percent(row.with_contact) : ""],
    ["Place on the list", row !== undefined ? String(row.rank) : ""],
    ["Worth", row !== undefined ? `${number(row.worth)} (at least ${number(row.worth_low)})` : ""],
    ["Activity", ["silent", "casual", "regular", "core"][data.level[i]!] ?? ""],
    ["Ties", String(data.degree(i))],
    ["There since", day(data.since[i]!)],
    ["Cluster", cluster],
    ["Topics", data.topicsOf(i).join(", ")],
  ]));
  if (row?.resource_name !== undefined) {
    const name = make("bdi", {}, row.resource_name);
    card.append(make("p", {}, "What may draw them: ",
      row.url !== undefined && isWebAddress(row.url) ? make("a", { href: row.url, rel: "noopener noreferrer nofollow" }, name) : name));
  }
  const reasons = row?.reasons ?? data.reasonsOf(i);
  if (reasons.length > 0 && data.standing[i] !== CUSTOMER) {
    card.append(make("h3", {}, "Why"), make("ul", {}, ...reasons.map((r) => make("li", {}, r))));
  }
  if (row?.counterfactual) card.append(make("p", { class: "note" }, `The line ${row.counterfactual}.`));
  card.append(...latest(data, i));
  if (row !== undefined) card.append(messageBox(data, i));
  return card;
}

function latest(data: Data, i: number): HTMLElement[] {
  const list = make("ul");
  for (let k = data.pullBegin[i]!; k < data.pullBegin[i + 1]!; ++k) {
    const r = data.pull[k]!;
    const name = bdi(data.resources[r]!);
    const url = data.urls[r]!;
    list.append(make("li", {}, isWebAddress(url) ? make("a", { href: url, rel: "noopener noreferrer nofollow" }, name) : name,
      data.pullDay[k] === NO_DAY ? "" : ` ${day(data.pullDay[k]!)}`));
  }
  return list.childElementCount > 0 ? [make("h3", {}, "Pulled last"), list] : [];
}

function messageBox(data: Data, i: number): HTMLElement {
  const text = make("textarea", { rows: "9", "aria-label": "A draft of the message", class: "draft" }) as HTMLTextAreaElement;
  text.value = draft(data, i);
  const said = make("span", { role: "status" });
  const copy = make("button", { type: "button" }, "Copy the message");
  copy.addEventListener("click", () => {
    text.select();
    const done = (): void => void (said.textContent = " copied");
    const old = (): void => void (document.execCommand("copy") ? done() : (said.textContent = " press Ctrl+C"));
    if (navigator.clipboard === undefined) old();
    else navigator.clipboard.writeText(text.value).then(done, old);
  });
  return make("details", {}, make("summary", {}, "A message to ask for the introduction"), text, copy, said);
}

export function clusterCard(data: Data, c: number, go: (member: number) => void): HTMLElement {
  const cluster = data.clusters[c]!;
  const person = (i: number): HTMLElement => {
    const out = make("button", { type: "button", class: "link" }, bdi(data.names[i]!));
    out.addEventListener("click", () => go(i));
    return out;
  };
  const card = make("article", { class: "card", "data-cluster": String(c) }, make("h2", {}, cluster.name),
    make("p", { class: "id" }, `Cluster of ${count(cluster.members, "member", "members")}${cluster.edge === true ? " · at the edge of the market" : ""}`));
  card.append(facts([
    ["Customers", `${cluster.customers.toLocaleString("en")} (${percent(cluster.customers / Math.max(1, cluster.members))})`],
    ["Customers to expect", cluster.expected !== undefined ? `${number(cluster.expected)} (${number(cluster.low!)} to ${number(cluster.high!)})` : ""],
  ]));
  if (cluster.way_in !== undefined) {
    card.append(make("p", {}, "The way in: ", person(cluster.way_in), " knows ", person(cluster.knows!), "."));
  }
  const listed = data.list.filter((row) => data.cluster[data.memberOf.get(row.member)!] === c);
  if (listed.length > 0) {
    card.append(make("h3", {}, "On the list"), make("ol", {}, ...listed.slice(0, 10).map((row) =>
      make("li", {}, person(data.memberOf.get(row.member)!), ` ${percent(row.likelihood)}`))));
  }
  return card;
}
